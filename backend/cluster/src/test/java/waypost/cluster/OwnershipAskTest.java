package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.LinkMessage.OwnershipAnswer;
import waypost.protocol.link.LinkMessage.OwnershipQuestion;
import waypost.protocol.link.Standing;

class OwnershipAskTest {
    private static final NodeName STORE = new NodeName("store1");
    private static final DirectoryId ALICE = new DirectoryId("id-alice");
    private static final Standing RECORDED = new Standing.Recorded(new Ownership(
            AccountId.of(1, 1), ALICE, new AccountName("alice", "example.net"), 3, new Ownership.State.Owner()));

    private final List<LinkMessage> rest = new ArrayList<>();
    private Optional<LinkHandler<LinkMessage.OfStores>> answers = Optional.empty();

    /** A node that answers while it is asked, behind an answer to something else. */
    private boolean send(LinkMessage.OfStores message) {
        if (message instanceof OwnershipQuestion(long number, DirectoryId account)) {
            hear(new OwnershipAnswer(number + 1, account, new Standing.None()));
            hear(new OwnershipAnswer(number, account, RECORDED));
        }
        return true;
    }

    private void hear(LinkMessage.OfStores message) {
        answers.orElseThrow().heard(STORE, message, _ -> {});
    }

    @Test
    void whoAsksHearsTheAnswerToThat() {
        var ask = new OwnershipAsk((_, message) -> send(message), new SplittableRandom(1));
        answers = Optional.of(ask.before((_, message, _) -> rest.add(message)));
        assertEquals(Optional.of(RECORDED), ask.ask(STORE, ALICE));
        assertEquals(1, rest.size(), "what answers something else is for somebody else");
        hear(new OwnershipQuestion(7, ALICE));
        assertEquals(new OwnershipQuestion(7, ALICE), rest.getLast());
    }

    @Test
    void whereNoConnectionStandsNobodyWaits() {
        assertEquals(Optional.empty(), new OwnershipAsk((_, _) -> false, new SplittableRandom(1)).ask(STORE, ALICE));
    }
}
