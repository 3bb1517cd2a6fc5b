package waypost.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import waypost.net.Dial;
import waypost.net.Net;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.NodeLogin.Step;

/** A log-in to a node that nothing follows: whoever is let in says goodbye. On the loop of its connection. */
final class NodeInquiry implements WireHandler {
    /** For all of it. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String goodbye;
    private final CompletableFuture<Step> said = new CompletableFuture<>();
    private NodeLogin login;

    private NodeInquiry(NodeLogin login, String goodbye) {
        this.login = login;
        this.goodbye = goodbye;
    }

    /**
     * Gives the step that ends the log-in: {@code LoggedIn}, {@code Refused} or {@code Broken}.
     *
     * @param goodbye the command that ends a session
     */
    static CompletionStage<Step> ask(Net net, Dial dial, NodeLogin login, String goodbye) {
        NodeInquiry inquiry = new NodeInquiry(login, goodbye);
        Wire opened = net.connect(dial, inquiry);
        opened.later(PATIENCE, () -> inquiry.broken(opened, "no answer"));
        return inquiry.said;
    }

    @Override
    public void connected(Wire stands) {
        try {
            login.connected(stands.output());
            stands.flush();
        } catch (IOException gone) {
            broken(stands, String.valueOf(gone.getMessage()));
        }
    }

    @Override
    public void received(Wire from, ByteBuffer in) {
        if (said.isDone()) {
            in.position(in.limit());
            return;
        }
        try {
            Step step = login.receive(in, from.output());
            from.flush();
            follow(from, step);
        } catch (IOException gone) {
            broken(from, String.valueOf(gone.getMessage()));
        }
    }

    private void follow(Wire from, Step step) throws IOException {
        switch (step) {
            case Step.More() -> {}
            case Step.StartTls(var behind) -> {
                login = behind;
                from.startTls(this);
            }
            case Step.LoggedIn _ -> {
                from.output().text(goodbye + "\r\n");
                from.flush();
                said.complete(step);
                from.closeAfterFlush("asked");
            }
            case Step.Refused _ -> {
                said.complete(step);
                from.close("refused");
            }
            case Step.Broken(var reason) -> broken(from, reason);
        }
    }

    private void broken(Wire from, String reason) {
        said.complete(new Step.Broken(reason));
        from.close(reason);
    }

    @Override
    public void overflow(Wire from) {
        broken(from, "line too long");
    }

    @Override
    public void closed(Wire from, String why) {
        said.complete(new Step.Broken(why));
    }
}
