package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages of one conversation have one thread, and none changes it (RFC 8474 §5.2). */
final class ThreadsTest {
    private VolumeWorld world;
    private Account alice;

    @BeforeEach
    void open() throws IOException {
        world = new VolumeWorld(new SplittableRandom(8), 1 << 30, VolumeWorld.Uploads.IN_MEMORY);
        alice = world.volume().account(world.accounts().getFirst());
    }

    private static String text(String subject, String id, String... references) {
        return "Message-ID: <" + id + "@x>\r\nSubject: " + subject + "\r\nReferences: <"
                + String.join("@x> <", references) + "@x>\r\n\r\nhello\r\n";
    }

    private MessageRef append(String subject, String id, String... references) throws IOException {
        return StoreFixture.ref(StoreFixture.append(alice, Folder.INBOX, text(subject, id, references)));
    }

    private long thread(MessageRef message) throws IOException {
        return alice.message(message.itemNo()).orElseThrow().thread();
    }

    private void check() throws IOException {
        world.look();
        world.check();
    }

    @Test
    void whatAnswersIsInTheThreadOfWhatItAnswers() throws IOException {
        MessageRef first = append("plan", "1");
        MessageRef other = append("plan", "2");
        MessageRef answer = append("Re: plan", "3", "1");
        MessageRef next = append("AW: Re: plan", "4", "1", "3");
        MessageRef another = append("Re: lunch", "5", "1");
        assertEquals(first.itemNo(), thread(first));
        assertEquals(other.itemNo(), thread(other));
        assertEquals(thread(first), thread(answer));
        assertEquals(thread(first), thread(next));
        assertEquals(another.itemNo(), thread(another));
        check();
    }

    @Test
    void whatIsAnsweredMayComeLater() throws IOException {
        MessageRef answer = append("Re: plan", "3", "1", "2");
        MessageRef first = append("plan", "1");
        MessageRef again = append("plan", "1");
        assertEquals(answer.itemNo(), thread(first));
        assertEquals(answer.itemNo(), thread(again));
        check();
    }

    @Test
    void threadsAreNeverJoined() throws IOException {
        MessageRef one = append("plan", "1");
        MessageRef two = append("plan", "2");
        MessageRef both = append("Re: plan", "3", "1", "2");
        assertEquals(two.itemNo(), thread(both), "the nearest is the last");
        assertEquals(one.itemNo(), thread(one));
        assertEquals(one.itemNo(), thread(append("Re: plan", "4", "1")));
        assertEquals(two.itemNo(), thread(append("Re: plan", "5", "3")));
        check();
    }

    @Test
    void copiesAndMovesStayInTheirThread() throws IOException {
        MessageRef first = append("plan", "1");
        MessageRef answer = append("Re: plan", "2", "1");
        int archive = alice.folder("Archive").orElseThrow().id();
        Results.done(alice.copy(Folder.INBOX, List.of(first, answer), archive));
        Results.done(alice.move(Folder.INBOX, List.of(answer), archive));
        Results.done(alice.flag(Folder.INBOX, List.of(first), new FlagChange.Add(Flags.SEEN)));
        for (Message message : alice.messages(1, 10)) {
            assertEquals(first.itemNo(), message.thread());
        }
        check();
    }

    @Test
    void aThreadIsKnownAsLongAsSomethingIsInIt() throws IOException {
        MessageRef first = append("plan", "1");
        MessageRef answer = append("Re: plan", "2", "1");
        Results.done(alice.expunge(Folder.INBOX, List.of(first)));
        MessageRef late = append("Re: plan", "3", "1");
        assertEquals(first.itemNo(), thread(late));
        Results.done(alice.expunge(Folder.INBOX, List.of(answer, late)));
        check();
        assertNotEquals(first.itemNo(), thread(append("Re: plan", "4", "1")));
        check();
    }

    @Test
    void whatComesBackIsInItsThreadStill() throws IOException {
        MessageRef first = append("plan", "1");
        Results.done(alice.expunge(Folder.INBOX, List.of(first)));
        MessageRef meanwhile = append("Re: plan", "2", "1");
        assertEquals(meanwhile.itemNo(), thread(meanwhile));
        alice.undeletion().restore(Undeletion.Choice.ALL);
        Message back = alice.messages(meanwhile.itemNo() + 1, 1).getFirst();
        assertEquals(first.itemNo(), back.original());
        assertEquals(first.itemNo(), back.thread());
        assertEquals(meanwhile.itemNo(), thread(append("Re: plan", "3", "1")), "the link is another's by now");
        check();
    }

    @Test
    void messagesOfOneCommitKnowEachOther() throws IOException {
        List<Arrival> arrivals = new ArrayList<>();
        NewMessage message = new NewMessage(Folder.INBOX, "", Flags.NONE, StoreFixture.DATE);
        for (String text : List.of(text("plan", "1"), text("Re: plan", "2", "1"), text("Re: plan", "3", "2"))) {
            arrivals.add(new Arrival(StoreFixture.body(alice.upload(), text), message));
        }
        List<Appended> appended = Results.done(alice.append(arrivals));
        arrivals.forEach(arrival -> arrival.body().close());
        for (Appended one : appended) {
            assertEquals(appended.getFirst().itemNo(), thread(StoreFixture.ref(one)));
        }
        check();
    }

    /** The commit before is not durable yet. */
    @Test
    void commitsOnTheirWayAreKnown() throws IOException {
        MemoryTable table = new MemoryTable();
        AccountHead head = new AccountHead(7, table, table);
        JournalSettings settings = new JournalSettings(256 << 10, 64 << 10, 1 << 20, 1 << 30, Reserve.NONE);
        try (DelayedJournal journal =
                new DelayedJournal(new ForgetfulDisk(1, 1 << 30), settings, new AccountIndex(table, _ -> {}))) {
            journal.start(Journal.Owner.ALONE);
            Commits commits = new Commits(journal, InstantSource.system());
            commits.prepare(
                    List.of(head),
                    Change.Growth.ESSENTIAL,
                    Brought.NOTHING,
                    drafts -> FolderCommits.create(drafts.getFirst(), "work", FolderType.mail(FolderRole.NONE)));
            StoredBody body = new StoredBody(List.of(new BodyPart(StoredBody.ordinal(0), 100)), 100, 0, false);
            NewMessage message = new NewMessage(1, "", Flags.NONE, StoreFixture.DATE);
            List<Threading> threads = new ArrayList<>();
            Brought brought = Brought.of(List.of(ByteBuffer.allocate(100)));
            for (int i = 0; i < 2; i++) {
                commits.prepare(List.of(head), Change.Growth.ESSENTIAL, brought, drafts -> {
                    Draft draft = drafts.getFirst();
                    ItemCommits.append(draft, message, body, List.of(5L));
                    draft.records().forEach(record -> {
                        if (record instanceof StateRecord.Item item) {
                            threads.add(new Threading(
                                    item.thread(), item.history().threading().links()));
                        }
                    });
                    return Outcome.done(1);
                });
            }
            assertEquals(List.of(new Threading(1, List.of(5L)), new Threading(1, List.of(5L))), threads);
        }
    }
}
