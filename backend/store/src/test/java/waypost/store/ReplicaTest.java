package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a journal can be done by one that is on several nodes. */
final class ReplicaTest extends JournalContract {
    private static final int GROUP = Journal.MAX_RECORD_BYTES + 4096;

    private final Quorum quorum = new Quorum(1);

    @TempDir
    private Path folder;

    private int kills;

    private static Replica replica(Quorum quorum, Disk disk, Journal.Index index, Reserve reserve) throws IOException {
        JournalSettings settings = new JournalSettings(2 * GROUP, GROUP, 1 << 20, 1 << 20, reserve);
        return new Replica(quorum, disk, settings, Journal.MAX_RECORD_BYTES, index);
    }

    @Override
    Journal open(Journal.Index index, Reserve reserve) throws IOException {
        return replica(quorum, FileDisk.at(folder.resolve("journal")), index, reserve);
    }

    @Override
    Journal openAfterKill(Journal.Index index) throws IOException {
        Path found = copied(folder.resolve("journal"), folder.resolve("killed" + kills++));
        return replica(quorum.copy(), FileDisk.at(found), index, Reserve.NONE);
    }

    private record Node(Replica journal, MemoryIndex index, Told told) {
        static Node of(Quorum quorum, long seed) throws IOException {
            MemoryIndex index = new MemoryIndex();
            Told told = new Told();
            Replica journal = replica(quorum, new ForgetfulDisk(seed, 1 << 30), index, Reserve.NONE);
            journal.start(told);
            return new Node(journal, index, told);
        }
    }

    private int unresolved;
    private int survived;

    /** Each change is stored once or not at all; who was told so finds it, who was told nothing may. */
    @Test
    void aChangeOfOwnerLosesNothingAndStoresNothingTwice() throws IOException {
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Quorum several = new Quorum(seed);
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                nodes.add(Node.of(several, seed + i));
            }
            List<Long> stored = new ArrayList<>();
            for (long number = 1; number <= 40; number++) {
                if (isStored(number, several, owner(nodes), random)) {
                    stored.add(number);
                }
            }
            several.followAll();
            for (Node node : nodes) {
                assertEquals(
                        stored,
                        node.index().seen().stream()
                                .map(MemoryIndex.Seen::account)
                                .toList());
                assertEquals(nodes.getFirst().index().seen(), node.index().seen());
                node.journal().close();
                assertEquals(0, node.told().told().size() % 2, "what was gained is lost");
            }
        }
        assertTrue(survived > 0 && survived < unresolved, survived + " of " + unresolved);
    }

    private static Node owner(List<Node> nodes) {
        return nodes.stream()
                .filter(node -> node.journal().term() != Journal.NO_TERM)
                .findFirst()
                .orElseThrow();
    }

    /** Appends a change, while another becomes the owner perhaps. */
    private boolean isStored(long number, Quorum several, Node owner, SplittableRandom random) throws IOException {
        if (random.nextInt(4) == 0) {
            owner.journal().deposeAt(1);
        }
        CompletableFuture<Position> end = append(owner.journal(), change(number, new byte[random.nextInt(900)]));
        boolean stored = !end.isCompletedExceptionally();
        if (stored) {
            assertEquals(end.join(), owner.index().seen().getLast().position());
        } else {
            refused(end, JournalFailure.Unresolved.class);
            several.followAll();
            stored = owner.index().seen().stream().anyMatch(seen -> seen.account() == number);
            unresolved++;
            survived += stored ? 1 : 0;
        }
        if (random.nextInt(9) == 0) {
            owner.journal().handOver("another").join();
        }
        return stored;
    }
}
