package waypost.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import waypost.identity.Referral;
import waypost.protocol.Output;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Refusal;

/** The side towards a node of {@link LineLogin}'s protocol. */
final class LineNodeLogin implements NodeLogin {
    private final boolean startTls;
    private boolean greeted;

    LineNodeLogin(boolean startTls) {
        this.startTls = startTls;
    }

    /** What goes on behind STLS, where nobody greets. */
    private static LineNodeLogin inside() {
        LineNodeLogin login = new LineNodeLogin(false);
        login.greeted = true;
        return login;
    }

    @Override
    public void connected(Output out) throws IOException {
        out.text(startTls ? "STLS\r\n" : "LOGIN as-peer secret\r\n");
    }

    @Override
    public Step receive(ByteBuffer in, Output out) {
        for (String line = LineLogin.takeLine(in); !line.isEmpty(); line = LineLogin.takeLine(in)) {
            if (!greeted) {
                greeted = true;
            } else if (startTls) {
                return new Step.StartTls(inside());
            } else if (line.startsWith("+OK")) {
                return new Step.LoggedIn(List.of("NODE"));
            } else if (line.startsWith("-ERR REFERRAL")) {
                return new Step.Refused(Refusal.UNAVAILABLE, Referral.parse(line.substring(5)));
            } else {
                return new Step.Refused(Refusal.CREDENTIALS, Optional.empty());
            }
        }
        return new Step.More();
    }
}
