package waypost.protocol.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.SaslStep.Failure;

/** SCRAM (RFC 5802 §5): the client shows that it knows the password, the server that it knows the keys made of it. */
final class ScramServer implements ServerMechanism {
    private final ScramHash hash;
    private final ScramBinding binding;
    private final String nonce;
    private State state = new State.First();

    /** @param nonce the server's part */
    ScramServer(ScramHash hash, ScramBinding binding, String nonce) {
        this.hash = hash;
        this.binding = binding;
        this.nonce = nonce;
    }

    /**
     * What the client's first message said.
     *
     * @param bare the message without its header
     * @param nonce both parts
     * @param binding what {@code c=} must be
     */
    private record Opening(String authorize, String user, String bare, String nonce, byte[] binding) {}

    /** What the next response is, or what is waited for. */
    private sealed interface State {
        record First() implements State {}

        record Keys(Opening opening) implements State {}

        record Final(Opening opening, ScramKeys keys, String serverFirst) implements State {}

        record Verified(Credentials.Proven credentials) implements State {}

        record Over() implements State {}
    }

    @Override
    public SaslStep invite() {
        return SaslStep.Challenge.of("");
    }

    @Override
    public SaslStep respond(byte[] response) {
        State before = state;
        state = new State.Over();
        return switch (before) {
            case State.First() -> text(response).map(this::opening).orElseGet(ScramServer::malformed);
            case State.Final(Opening opening, ScramKeys keys, String serverFirst) ->
                text(response)
                        .map(last -> proof(last, opening, keys, serverFirst))
                        .orElseGet(ScramServer::malformed);
            case State.Verified(var credentials) ->
                response.length == 0 ? new SaslStep.Proved(credentials) : malformed();
            case State.Keys _, State.Over() -> malformed();
        };
    }

    private static SaslStep malformed() {
        return new SaslStep.Failed(Failure.MALFORMED);
    }

    private static Optional<String> text(byte[] response) {
        return CredentialText.text(response, 0, response.length, SaslExchange.MAX_LINE);
    }

    /** {@code gs2-header n=NAME,r=NONCE[,extensions]}; {@code m=}, an extension that must be obeyed, is none that we know. */
    private SaslStep opening(String message) {
        Optional<Gs2Header> header = Gs2Header.parse(message);
        String bare = header.map(Gs2Header::rest).orElse("");
        String[] attributes = bare.split(",", -1);
        if (header.isEmpty() || attributes.length < 2 || !attributes[0].startsWith("n=") || !nonce(attributes[1])) {
            return malformed();
        }
        Optional<String> user = Gs2Header.name(attributes[0].substring(2))
                .filter(name -> !name.isEmpty() && name.length() <= CredentialText.MAX_NAME);
        Optional<byte[]> bound =
                binding.expected(header.get().flag(), header.get().text());
        if (user.isEmpty() || bound.isEmpty()) {
            return new SaslStep.Failed(Failure.CREDENTIALS);
        }
        String both = attributes[1].substring(2) + nonce;
        state = new State.Keys(new Opening(header.get().authorize(), user.get(), bare, both, bound.get()));
        return new SaslStep.Ask(new Question.Keys(user.get(), hash));
    }

    private static boolean nonce(String attribute) {
        return attribute.startsWith("r=")
                && attribute.length() > 2
                && attribute.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    @Override
    public SaslStep found(ScramKeys keys) {
        if (!(state instanceof State.Keys(Opening opening)) || keys.hash() != hash) {
            throw new IllegalStateException("these keys were not asked for");
        }
        String first = "r=" + opening.nonce() + ",s=" + Base64.getEncoder().encodeToString(keys.salt()) + ",i="
                + keys.iterations();
        state = new State.Final(opening, keys, first);
        return SaslStep.Challenge.of(first);
    }

    /** {@code c=BINDING,r=NONCE[,extensions],p=PROOF} (RFC 5802 §3). */
    private SaslStep proof(String message, Opening opening, ScramKeys keys, String serverFirst) {
        int last = message.lastIndexOf(",p=");
        String[] attributes = message.split(",", -1);
        if (last < 0 || attributes.length < 3 || !attributes[0].startsWith("c=") || !attributes[1].startsWith("r=")) {
            return malformed();
        }
        Optional<byte[]> bound = StrictBase64.decode(attributes[0].substring(2));
        Optional<byte[]> proof =
                StrictBase64.decode(message.substring(last + 3)).filter(p -> p.length == hash.length());
        if (bound.isEmpty() || proof.isEmpty()) {
            return malformed();
        }
        String spoken = opening.bare() + "," + serverFirst + "," + message.substring(0, last);
        byte[] auth = spoken.getBytes(StandardCharsets.UTF_8);
        byte[] key = xor(proof.get(), hash.mac(keys.storedKey(), auth));
        boolean right = MessageDigest.isEqual(hash.hash(key), keys.storedKey())
                & attributes[1].equals("r=" + opening.nonce())
                & Arrays.equals(bound.get(), opening.binding());
        if (!right) {
            return new SaslStep.Proved(new Credentials.Disproven(opening.user()));
        }
        state = new State.Verified(new Credentials.Proven(opening.authorize(), opening.user(), keys));
        return SaslStep.Challenge.of("v=" + Base64.getEncoder().encodeToString(hash.mac(keys.serverKey(), auth)));
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] both = new byte[one.length];
        for (int i = 0; i < both.length; i++) {
            both[i] = (byte) (one[i] ^ other[i]);
        }
        return both;
    }
}
