package waypost.oauth;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import waypost.identity.LogText;
import waypost.identity.Secret;
import waypost.oauth.IssuerSettings.Proof;
import waypost.oauth.TokenAnswer.Refused;

/**
 * The issuers that this node believes. A token is shown to nobody but the issuer that it names; one that names none, to the first issuer that
 * is asked about tokens. Any thread.
 */
public final class Issuers implements TokenCheck, AutoCloseable {
    private final Map<String, Issuer> byName = new HashMap<>();
    private final List<AskedIssuer> asked = new ArrayList<>();
    private final List<Web> webs = new ArrayList<>();
    private final Remembered remembered;
    private final InstantSource instants;
    private final Ticker ticker;

    private Issuers(InstantSource instants, Ticker ticker) {
        this.instants = instants;
        this.ticker = ticker;
        this.remembered = new Remembered(ticker);
    }

    /** Asks nobody yet: an issuer that is down now keeps no node from starting. Close it. */
    public static Issuers open(List<IssuerSettings> settings, InstantSource instants, Ticker ticker) {
        return open(settings, instants, ticker, Web.TIMEOUT);
    }

    static Issuers open(List<IssuerSettings> settings, InstantSource instants, Ticker ticker, Duration timeout) {
        Issuers issuers = new Issuers(instants, ticker);
        settings.forEach(each -> {
            if (issuers.byName.putIfAbsent(each.issuer(), issuers.issuer(each, timeout)) != null) {
                issuers.close();
                throw new IllegalArgumentException("two issuers " + each.issuer());
            }
        });
        return issuers;
    }

    /**
     * Reads keys as they will be read for the first token.
     *
     * @throws IllegalArgumentException if none of them can be used
     */
    public static void read(Proof.KeysIn keys) throws IOException {
        if (KeySet.parse(KeyFile.read(keys.file())).isEmpty()) {
            throw new IllegalArgumentException("no usable keys in " + keys.file());
        }
    }

    private Issuer issuer(IssuerSettings settings, Duration timeout) {
        ClaimRules rules = new ClaimRules(
                settings.issuer(), settings.audiences(), settings.scope(), settings.userClaim(), settings.emails());
        return switch (settings.proof()) {
            case Proof.KeysAt(URI url) -> {
                Web web = web(settings, timeout);
                HttpRequest request = HttpRequest.newBuilder(url)
                        .header("Accept", "application/jwk-set+json, application/json")
                        .build();
                yield signing(settings, rules, () -> web.fetch(request));
            }
            case Proof.KeysIn(Path file) -> signing(settings, rules, () -> KeyFile.fetch(file));
            case Proof.Introspection service -> {
                AskedIssuer issuer = new AskedIssuer(settings.name(), rules, service, web(settings, timeout), instants);
                asked.add(issuer);
                yield issuer;
            }
        };
    }

    private Issuer signing(IssuerSettings settings, ClaimRules rules, Supplier<Fetched> source) {
        return new SigningIssuer(rules, new IssuerKeys(settings.name(), source, ticker), instants);
    }

    private Web web(IssuerSettings settings, Duration timeout) {
        Web web = new Web(settings.tls(), timeout);
        webs.add(web);
        return web;
    }

    @Override
    public TokenAnswer check(Secret token) {
        Optional<TokenAnswer> known = cached(token);
        if (known.isPresent()) {
            return known.get();
        }
        TokenAnswer answer = ask(token);
        remembered.put(token, answer);
        return answer;
    }

    @Override
    public Optional<TokenAnswer> cached(Secret token) {
        return Token.fault(token)
                .<TokenAnswer>map(fault -> new Refused(fault.why()))
                .or(() -> remembered.of(token, instants.instant()));
    }

    private TokenAnswer ask(Secret token) {
        return switch (Token.read(token)) {
            case Token.Signed signed -> {
                String name = signed.claims().text("iss").orElse("");
                Issuer issuer = byName.get(name);
                yield issuer == null ? new Refused("no such issuer: " + LogText.of(name)) : issuer.check(token, signed);
            }
            case Token.Opaque _ ->
                asked.stream()
                        .findFirst()
                        .map(issuer -> issuer.check(token))
                        .orElseGet(() -> new Refused("not a JWT, and there is no issuer to ask"));
            case Token.Malformed(var why) -> new Refused(why);
        };
    }

    @Override
    public void close() {
        webs.forEach(Web::close);
    }
}
