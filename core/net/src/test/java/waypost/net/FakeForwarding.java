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
    private final Dial dial;
    private final Verdict otherwise;

    FakeForwarding(Endpoint endpoint, Verdict otherwise) {
        this(Dial.to(endpoint), otherwise);
    }

    FakeForwarding(Dial dial, Verdict otherwise) {
        this.dial = dial;
        this.otherwise = otherwise;
    }

    @Override
    public Dial dial() {
        return dial;
    }

    @Override
    public NodeLogin login() {
        return new LineNodeLogin(dial.encryption().byCommand().isPresent());
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
