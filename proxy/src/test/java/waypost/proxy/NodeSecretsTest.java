package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import waypost.config.ClusterNodeSection;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.AppPassword;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Referral;
import waypost.identity.Secret;
import waypost.mapping.CacheSettings;
import waypost.mapping.HeldSecrets.Held;
import waypost.mapping.Nodes;
import waypost.mapping.Residence;
import waypost.mapping.Route;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsOf;
import waypost.protocol.link.SecretsSaid;

/** Which node is asked, and what of its answers is remembered for how long. */
class NodeSecretsTest implements SecretsLink {
    private static final NodeName STORE1 = new NodeName("store1");
    private static final NodeName STORE2 = new NodeName("store2");
    private static final DirectoryId ANNA = new DirectoryId("id-anna");
    private static final SecretsSaid FACTOR = new SecretsSaid.Holds(true, Set.of("k3mn"));
    private static final Optional<Held> ON = Optional.of(new Held(true, Set.of("k3mn")));
    private static final Optional<Held> OFF = Optional.of(Held.NOTHING);

    private final Map<NodeName, Deque<SecretsSaid>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private long now = 1;
    private Runnable meanwhile = () -> {};
    private final NodeSecrets secrets = new NodeSecrets(
            new Nodes(List.of(
                    ClusterNodeSection.named(STORE1, List.of()),
                    ClusterNodeSection.named(STORE2, List.of()),
                    ClusterNodeSection.named(new NodeName("unlinked"), List.of()))),
            new LearnedRoutes(),
            this,
            CacheSettings.STANDARD,
            () -> now);

    @Override
    public boolean leadsTo(NodeName node) {
        return !node.value().equals("unlinked");
    }

    @Override
    public CompletionStage<SecretsSaid> ask(NodeName node, SecretsOf whose, SecretsAsked question) {
        asked.add(node + " at " + whose.epoch());
        meanwhile.run();
        Deque<SecretsSaid> left = answers.getOrDefault(node, new ArrayDeque<>());
        return CompletableFuture.completedStage(left.isEmpty() ? new SecretsSaid.Unsure() : left.remove());
    }

    private void says(NodeName node, SecretsSaid... all) {
        answers.put(node, new ArrayDeque<>(List.of(all)));
    }

    private static Residence anna(String route, OptionalLong epoch) {
        return new Residence(new AccountName("anna", "example.net"), ANNA, new Route(route, epoch));
    }

    private static Residence anna() {
        return anna("store1", OptionalLong.empty());
    }

    private List<String> asked() {
        List<String> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void whatWasSaidIsRememberedForSomeTime() {
        says(STORE1, FACTOR, SecretsSaid.Holds.NOTHING);
        assertEquals(Optional.empty(), secrets.remembered(ANNA));
        assertEquals(ON, secrets.held(anna()));
        assertEquals(ON, secrets.held(anna()));
        assertEquals(ON, secrets.remembered(ANNA));
        assertEquals(List.of("store1 at 0"), asked());
        pass(CacheSettings.STANDARD.verifier());
        assertEquals(Optional.empty(), secrets.remembered(ANNA));
        assertEquals(OFF, secrets.held(anna()));
    }

    @Test
    void whatANodeTellsToHaveChangedIsAskedAgain() {
        says(STORE1, SecretsSaid.Holds.NOTHING, FACTOR);
        assertEquals(OFF, secrets.held(anna()));
        secrets.changed(ANNA);
        assertEquals(Optional.empty(), secrets.remembered(ANNA));
        assertEquals(ON, secrets.held(anna()));
    }

    @Test
    void anAnswerThatHasBeenOvertakenIsNotRemembered() {
        says(STORE1, SecretsSaid.Holds.NOTHING);
        meanwhile = () -> secrets.changed(ANNA);
        assertEquals(OFF, secrets.held(anna()), "it is what was so when it was asked");
        assertEquals(Optional.empty(), secrets.remembered(ANNA));
    }

    /** Also where the connection was lost between the question and its answer. */
    @Test
    void whatMayHaveChangedUnheardIsAskedAgain() {
        says(STORE1, SecretsSaid.Holds.NOTHING, SecretsSaid.Holds.NOTHING, FACTOR);
        assertEquals(OFF, secrets.held(anna()));
        pass(Duration.ofSeconds(1));
        secrets.lost();
        assertEquals(Optional.empty(), secrets.remembered(ANNA));
        meanwhile = () -> {
            pass(Duration.ofSeconds(1));
            secrets.lost();
        };
        assertEquals(OFF, secrets.held(anna()));
        assertEquals(Optional.empty(), secrets.remembered(ANNA));
        meanwhile = () -> {};
        assertEquals(ON, secrets.held(anna()));
    }

    @Test
    void whileTheNodeIsAwayWhatItSaidLastHolds() {
        says(STORE1, SecretsSaid.Holds.NOTHING);
        assertEquals(OFF, secrets.held(anna()));
        secrets.lost();
        pass(CacheSettings.STANDARD.staleness().verifier().minusSeconds(1));
        assertEquals(Optional.empty(), secrets.remembered(ANNA));
        assertEquals(OFF, secrets.held(anna()));
        assertEquals(
                Optional.empty(),
                secrets.of(anna().name(), ANNA, anna().route()),
                "but it ends no session, nor lets one stand");
        pass(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), secrets.held(anna()), "and not for ever");
    }

    @Test
    void whoWasNeverAskedAboutIsPutOff() {
        assertEquals(Optional.empty(), secrets.held(anna()));
        assertEquals(Optional.empty(), secrets.held(anna("nowhere", OptionalLong.empty())));
        assertEquals(List.of("store1 at 0"), asked());
    }

    @Test
    void referralsAreFollowedAndLearned() {
        says(STORE1, new SecretsSaid.Elsewhere(new Referral(new AccountId(1), STORE2, 7)));
        says(STORE2, FACTOR, new SecretsSaid.Right());
        assertEquals(ON, secrets.held(anna()));
        assertInstanceOf(SecretsSaid.Right.class, secrets.ask(anna(), new SecretsAsked.Code(new Secret("1"))));
        assertEquals(List.of("store1 at 0", "store2 at 7", "store2 at 7"), asked());
    }

    @Test
    void nodesThatPointAtEachOtherEndIt() {
        says(STORE1, new SecretsSaid.Elsewhere(new Referral(new AccountId(1), STORE2, 7)));
        says(STORE2, new SecretsSaid.Elsewhere(new Referral(new AccountId(1), STORE1, 7)));
        assertEquals(Optional.empty(), secrets.held(anna()));
        assertEquals(List.of("store1 at 0", "store2 at 7"), asked());
    }

    @Test
    void whereNoLinkLeadsNobodyIsAsked() {
        assertEquals(OFF, secrets.held(anna("unlinked", OptionalLong.empty())));
        AppPassword password =
                AppPassword.of(new Secret("wp-k3mn-aaaa-bbbb-cccc-dddd")).orElseThrow();
        var app = new SecretsAsked.App(password, "imap", InetAddress.getLoopbackAddress());
        assertInstanceOf(SecretsSaid.Unsure.class, secrets.ask(anna("unlinked", OptionalLong.empty()), app));
        assertEquals(List.of(), asked());
    }
}
