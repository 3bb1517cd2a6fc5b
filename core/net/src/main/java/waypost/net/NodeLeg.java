package waypost.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import waypost.protocol.login.NodeLogin;

/** The connection to a node until it is logged in to: carries bytes to a {@link NodeLogin}. Next: a relay. On the client's loop. */
final class NodeLeg implements WireHandler {
    private final Admission admission;
    private NodeLogin login;
    private @Nullable Wire wire;
    private boolean stood;

    NodeLeg(Admission admission, NodeLogin login) {
        this.admission = admission;
        this.login = login;
    }

    void wire(Wire opened) {
        wire = opened;
    }

    Wire wire() {
        Wire opened = wire;
        if (opened == null) {
            throw new IllegalStateException("not opened");
        }
        return opened;
    }

    /** Whether the node was reached: it may have heard something. */
    boolean stood() {
        return stood;
    }

    /** Goes on with another log-in, inside TLS. */
    void startTls(NodeLogin behind) {
        login = behind;
        wire().startTls(this);
    }

    void close() {
        wire().close("log-in given up");
    }

    @Override
    public void connected(Wire opened) {
        wire = opened;
        stood = true;
        try {
            login.connected(opened.output());
            opened.flush();
        } catch (IOException gone) {
            opened.close(Failures.text(gone));
        }
    }

    @Override
    public void received(Wire from, ByteBuffer in) {
        try {
            NodeLogin.Step step = login.receive(in, from.output());
            from.flush();
            admission.report(this, step);
        } catch (IOException gone) {
            from.close(Failures.text(gone));
        }
    }

    @Override
    public void overflow(Wire from) {
        admission.report(this, new NodeLogin.Step.Broken("line too long"));
    }

    @Override
    public void closed(Wire from, String why) {
        admission.report(this, new NodeLogin.Step.Broken(why));
    }
}
