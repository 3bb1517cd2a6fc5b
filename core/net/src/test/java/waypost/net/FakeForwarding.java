package waypost.net;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import waypost.identity.Referral;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Refusal;

/** Tries one node; what follows a failure is fixed. */
class FakeForwarding implements Forwarding {
    final CountDownLatch ended = new CountDownLatch(1);
    private final Endpoint endpoint;
    private final Encryption encryption;
    private final Verdict otherwise;

    FakeForwarding(Endpoint endpoint, Verdict otherwise) {
        this(endpoint, new Encryption.None(), otherwise);
    }

    FakeForwarding(Endpoint endpoint, Encryption encryption, Verdict otherwise) {
        this.encryption = encryption;
        this.endpoint = endpoint;
        this.otherwise = otherwise;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Encryption encryption() {
        return encryption;
    }

    @Override
    public NodeLogin login() {
        return new LineNodeLogin(encryption.byCommand().isPresent());
    }

    @Override
    public void loggedIn() {}

    @Override
    public CompletionStage<Verdict> onReferral(Referral referral) {
        return CompletableFuture.completedFuture(otherwise);
    }

    @Override
    public CompletionStage<Verdict> onRefusal(Refusal why) {
        return CompletableFuture.completedFuture(new Verdict.Refuse(why));
    }

    @Override
    public CompletionStage<Verdict> onFailure(String reason) {
        return CompletableFuture.completedFuture(otherwise);
    }

    @Override
    public void ended() {
        ended.countDown();
    }
}
