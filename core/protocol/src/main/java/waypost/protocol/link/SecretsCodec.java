package waypost.protocol.link;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import waypost.identity.AppPassword;
import waypost.identity.Referral;
import waypost.identity.Secret;

/** Questions about secrets, and what is said of them, as blocks and back. A kind of question that is not known is {@link SecretsAsked.Newer}, a kind of answer {@link SecretsSaid.Unsure}, the strictest. */
final class SecretsCodec {
    private static final int WHICH = 0;
    private static final int CODE = 1;
    private static final int APP = 2;
    private static final int NEWER = 255;

    private static final int UNSURE = 0;
    private static final int HOLDS = 1;
    private static final int RIGHT = 2;
    private static final int WRONG = 3;
    private static final int EXPIRED = 4;
    private static final int OUT_OF_SCOPE = 5;
    private static final int ELSEWHERE = 6;

    private SecretsCodec() {}

    static FieldWriter asked(SecretsAsked asked) {
        FieldWriter fields = new FieldWriter();
        return switch (asked) {
            case SecretsAsked.Which() -> fields.octet(WHICH);
            case SecretsAsked.Code(var code) -> fields.octet(CODE).text(code.value());
            case SecretsAsked.App(var password, var service, var from) ->
                fields.octet(APP)
                        .text(password.whole().value())
                        .text(service)
                        .text(HexFormat.of().formatHex(from.getAddress()));
            case SecretsAsked.Newer() -> fields.octet(NEWER);
        };
    }

    static SecretsAsked asked(FieldReader fields) {
        return switch (fields.octet()) {
            case WHICH -> new SecretsAsked.Which();
            case CODE -> new SecretsAsked.Code(new Secret(fields.text()));
            case APP -> app(fields);
            default -> new SecretsAsked.Newer();
        };
    }

    private static SecretsAsked app(FieldReader fields) {
        Optional<AppPassword> password = AppPassword.of(new Secret(fields.text()));
        String service = fields.text();
        Optional<InetAddress> from = address(fields.text());
        if (password.isPresent() && from.isPresent()) {
            return new SecretsAsked.App(password.get(), service, from.get());
        }
        fields.wrong();
        return new SecretsAsked.Newer();
    }

    private static Optional<InetAddress> address(String hex) {
        try {
            return Optional.of(InetAddress.getByAddress(HexFormat.of().parseHex(hex)));
        } catch (IOException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    static FieldWriter said(SecretsSaid said) {
        FieldWriter fields = new FieldWriter();
        return switch (said) {
            case SecretsSaid.Unsure() -> fields.octet(UNSURE);
            case SecretsSaid.Holds(var factor, var ids) -> {
                fields.octet(HOLDS).octet(factor ? 1 : 0).number(ids.size());
                ids.forEach(fields::text);
                yield fields;
            }
            case SecretsSaid.Right() -> fields.octet(RIGHT);
            case SecretsSaid.Wrong() -> fields.octet(WRONG);
            case SecretsSaid.Expired() -> fields.octet(EXPIRED);
            case SecretsSaid.OutOfScope() -> fields.octet(OUT_OF_SCOPE);
            case SecretsSaid.Elsewhere(var where) -> fields.octet(ELSEWHERE).text(where.text());
        };
    }

    static SecretsSaid said(FieldReader fields) {
        return switch (fields.octet()) {
            case HOLDS -> new SecretsSaid.Holds(fields.octet() != 0, ids(fields));
            case RIGHT -> new SecretsSaid.Right();
            case WRONG -> new SecretsSaid.Wrong();
            case EXPIRED -> new SecretsSaid.Expired();
            case OUT_OF_SCOPE -> new SecretsSaid.OutOfScope();
            case ELSEWHERE ->
                Referral.parse(fields.text())
                        .<SecretsSaid>map(SecretsSaid.Elsewhere::new)
                        .orElseGet(SecretsSaid.Unsure::new);
            default -> new SecretsSaid.Unsure();
        };
    }

    private static Set<String> ids(FieldReader fields) {
        Set<String> ids = new HashSet<>();
        for (long left = fields.number(); left > 0 && fields.sound(); left--) {
            ids.add(fields.text());
        }
        return ids;
    }
}
