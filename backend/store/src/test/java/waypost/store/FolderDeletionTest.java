package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A folder goes with the messages that were seen in it, or nothing goes. */
class FolderDeletionTest {
    private static final long ACCOUNT = 7;
    private static final JournalSettings SETTINGS =
            new JournalSettings(256 << 10, 64 << 10, 1 << 20, 1 << 30, Reserve.NONE);

    private final MemoryTable table = new MemoryTable();
    private final AccountHead head = new AccountHead(ACCOUNT, table, table);
    private final List<List<StateRecord>> published = new ArrayList<>();
    private DelayedJournal journal;
    private Commits commits;
    private int work;
    private MessageRef seen;

    @BeforeEach
    void fill() throws IOException {
        AccountIndex index = new AccountIndex(
                table,
                effects -> published.add(effects.stream().map(Effect::after).toList()));
        journal = new DelayedJournal(new ForgetfulDisk(1, 1 << 30), SETTINGS, index);
        journal.start(Journal.Owner.ALONE);
        commits = new Commits(journal, InstantSource.system());
        var created =
                prepare(drafts -> FolderCommits.create(drafts.getFirst(), "work", FolderType.mail(FolderRole.NONE)));
        settle();
        work = Results.done(created.ended(_ -> {}).orElseThrow());
        seen = arrive();
        settle();
        published.clear();
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    private <T> Commits.Prepared<T> prepare(Commits.Preparation<T> preparation) throws IOException {
        return commits.prepare(
                List.of(head), Change.Growth.ESSENTIAL, Brought.of(List.of(ByteBuffer.allocate(100))), preparation);
    }

    /** A message on its way into the folder. */
    private MessageRef arrive() throws IOException {
        StoredBody body = new StoredBody(List.of(new BodyPart(StoredBody.ordinal(0), 100)), 100, 0, false);
        NewMessage message = new NewMessage(work, "", Flags.NONE, StoreFixture.DATE);
        var arrival = prepare(drafts -> Outcome.done(ItemCommits.append(drafts.getFirst(), message, body, List.of())));
        return StoreFixture.ref(Results.done(arrival.outcome()));
    }

    private Commits.Prepared<Integer> delete(List<MessageRef> messages) throws IOException {
        return prepare(drafts -> FolderCommits.delete(drafts.getFirst(), work, messages));
    }

    private void settle() {
        journal.commit();
        while (journal.apply()) {
            // until all of it is
        }
    }

    private List<MessageRef> there() throws IOException {
        return AccountReads.all(table, Keys.items(ACCOUNT), StateRecord.Item.class).stream()
                .map(item -> new MessageRef(item.itemNo(), item.uid()))
                .toList();
    }

    @Test
    void aMessageOnItsWayKeepsTheFolderAndAllThatIsInIt() throws IOException {
        MessageRef unseen = arrive();
        Commits.Prepared<Integer> deletion = delete(List.of(seen));
        settle();
        assertEquals(
                Outcome.Reason.FOLDER_GREW,
                Results.refused(deletion.ended(_ -> {}).orElseThrow()));
        assertEquals(List.of(seen, unseen), there());
        assertEquals(
                Outcome.Reason.FOLDER_GREW,
                Results.refused(delete(List.of(seen)).outcome()));
        assertTrue(AccountReads.state(table, ACCOUNT).folders().containsKey(work));
    }

    @Test
    void aMessageThatWasRefusedAfterAllDoesNot() throws IOException {
        arrive();
        Commits.Prepared<Integer> first = delete(List.of(seen));
        journal.commitWithoutRoom(Change.Growth.ESSENTIAL);
        assertTrue(first.ended(_ -> {}).isEmpty(), "is decided again");
        Commits.Prepared<Integer> again = delete(List.of(seen));
        settle();
        assertEquals(work, Results.done(again.ended(_ -> {}).orElseThrow()));
        assertEquals(List.of(), there());
    }

    @Test
    void folderAndMessagesGoInOneCommit() throws IOException {
        delete(List.of(seen));
        settle();
        assertEquals(1, published.size());
        assertEquals(
                List.of(StateRecord.ItemGone.class, StateRecord.FolderGone.class),
                published.getFirst().stream()
                        .<Class<?>>map(Object::getClass)
                        .filter(kind -> Stream.of(StateRecord.ItemGone.class, StateRecord.FolderGone.class)
                                .anyMatch(kind::equals))
                        .toList());
        assertEquals(List.of(), there());
    }
}
