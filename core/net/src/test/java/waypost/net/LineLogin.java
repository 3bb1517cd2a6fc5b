package waypost.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import waypost.identity.Referral;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;
import waypost.protocol.Output;
import waypost.protocol.login.ClientLogin;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;

/** A protocol of lines: {@code LOGIN user password}, {@code KEYS user}, {@code STLS}, {@code QUIT}, and questions. */
final class LineLogin implements ClientLogin {
    private final Peer peer;
    private final Forwarded forwarded;
    private int failures;

    LineLogin(Peer peer) {
        this(peer, Forwarded.NONE);
    }

    LineLogin(Peer peer, Forwarded forwarded) {
        this.peer = peer;
        this.forwarded = forwarded;
    }

    static String takeLine(ByteBuffer in) {
        for (int at = in.position(); at < in.limit(); at++) {
            if (in.get(at) == '\n') {
                byte[] line = new byte[at + 1 - in.position()];
                in.get(line);
                return new String(line, StandardCharsets.ISO_8859_1).stripTrailing();
            }
        }
        return "";
    }

    @Override
    public void greet(Output out) throws IOException {
        out.text("+OK hello\r\n");
    }

    @Override
    public Step receive(ByteBuffer in, Output out) throws IOException {
        for (String line = takeLine(in); !line.isEmpty(); line = takeLine(in)) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "LOGIN" -> {
                    return new Step.Authenticate(new Credentials.Password("", words[1], new Secret(words[2])));
                }
                case "KEYS" -> {
                    return new Step.Ask(new Question.Keys(words[1], ScramHash.SHA_256));
                }
                case "STLS" -> {
                    out.text("+OK begin\r\n");
                    return new Step.StartTls();
                }
                case "TLS?" -> out.text("+OK " + peer.tls().isPresent() + "\r\n");
                case "FROM?" -> out.text("+OK " + peer.client() + "\r\n");
                case "FAILED?" -> out.text("+OK " + failures + "\r\n");
                case "QUIT" -> {
                    out.text("+OK bye\r\n");
                    return new Step.Close();
                }
                default -> out.text("-ERR what\r\n");
            }
        }
        return new Step.More();
    }

    @Override
    public Step told(Optional<Reply> reply, Output out) throws IOException {
        out.text("+OK " + rounds(reply) + " rounds\r\n");
        return new Step.More();
    }

    private static int rounds(Optional<Reply> reply) {
        return reply.isPresent() && reply.get() instanceof Reply.Keys(ScramKeys keys) ? keys.iterations() : 0;
    }

    @Override
    public Step refused(Refusal why, Output out) throws IOException {
        failures++;
        out.text("-ERR " + why + "\r\n");
        return new Step.More();
    }

    @Override
    public Step referred(Referral where, Output out) throws IOException {
        out.text("-ERR " + where.text() + "\r\n");
        return new Step.More();
    }

    @Override
    public void succeeded(List<String> capabilities, Output out) throws IOException {
        out.text("+OK in " + String.join(",", capabilities) + "\r\n");
    }

    @Override
    public Forwarded forwarded() {
        return forwarded;
    }

    @Override
    public int failures() {
        return failures;
    }

    @Override
    public void failed(int before) {
        failures = before;
    }

    @Override
    public void goodbye(Goodbye why, Output out) throws IOException {
        out.text("-ERR goodbye " + why + "\r\n");
    }
}
