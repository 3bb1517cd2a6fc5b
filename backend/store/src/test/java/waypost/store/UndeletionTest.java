package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.message.Octets;
import waypost.store.Undeletion.Choice;

/** What was expunged comes back as it was, as long as it is kept; and then goes for good. */
final class UndeletionTest {
    private static final String FILLING = "z".repeat(1500);

    private VolumeWorld world;
    private Account alice;

    @BeforeEach
    void open() throws IOException {
        world = new VolumeWorld(new SplittableRandom(7), 1 << 30, VolumeWorld.Uploads.IN_MEMORY);
        alice = world.volume().account(world.accounts().getFirst());
    }

    private MessageRef append(int folder, String text) throws IOException {
        return StoreFixture.ref(StoreFixture.append(alice, folder, text + FILLING));
    }

    private void expunge(int folder, MessageRef... messages) throws IOException {
        Results.done(alice.expunge(folder, List.of(messages)));
    }

    private List<String> recoverable(Choice choice) throws IOException {
        List<String> found = new ArrayList<>();
        alice.undeletion()
                .list(
                        choice,
                        one -> found.add(one.folder() + ": "
                                + Facts.text(one.message().octets()).replace(FILLING, "")));
        return found;
    }

    private static Choice in(String folder) {
        return new Choice(Optional.of(folder), Optional.empty(), Optional.empty());
    }

    /** UID, flags and text of what is in a folder. */
    private List<String> there(String folder) throws IOException {
        List<String> there = new ArrayList<>();
        try (OpenFolder open =
                alice.open(alice.folder(folder).orElseThrow().id(), _ -> {}).orElseThrow()) {
            FolderSnapshot snapshot = open.snapshot();
            for (int i = 0; i < snapshot.size(); i++) {
                Message message = alice.message(snapshot.itemNo(i)).orElseThrow();
                assertEquals(StoreFixture.DATE, message.receivedAt());
                there.add(snapshot.uid(i) + (snapshot.flags(i).has(Flags.SEEN) ? " seen" : "")
                        + (snapshot.flags(i).has(Flags.DELETED) ? " deleted" : "") + " "
                        + Facts.text(message.octets()).replace(FILLING, ""));
            }
        }
        return there;
    }

    private Undeletion.Result restore(Choice choice) throws IOException {
        return alice.undeletion().restore(choice);
    }

    private static Undeletion.Result restored(int messages, String... folders) {
        return new Undeletion.Result(messages, List.of(folders), Optional.empty());
    }

    @Test
    void whatWasExpungedComesBackOnce() throws IOException {
        MessageRef first = append(Folder.INBOX, "first");
        MessageRef second = append(Folder.INBOX, "second");
        Flags flags = Flags.SEEN.with(Flags.DELETED);
        Results.done(alice.flag(Folder.INBOX, List.of(second), new FlagChange.Add(flags)));
        long original = alice.message(second.itemNo()).orElseThrow().original();
        expunge(Folder.INBOX, second);
        expunge(Folder.INBOX, first);
        assertEquals(0, alice.quota().usage().messages());
        assertEquals(List.of("INBOX: second", "INBOX: first"), recoverable(Choice.ALL));
        assertEquals(restored(2, "INBOX"), restore(Choice.ALL));
        assertEquals(List.of("3 first", "4 seen second"), there("INBOX"));
        try (OpenFolder inbox = alice.open(Folder.INBOX, _ -> {}).orElseThrow()) {
            assertEquals(
                    original,
                    alice.message(inbox.snapshot().itemNo(1)).orElseThrow().original());
        }
        assertEquals(List.of(), recoverable(Choice.ALL));
        assertEquals(restored(0), restore(Choice.ALL));
        world.look();
        world.check();
    }

    @Test
    void itCanBeExpungedAndBroughtBackAgain() throws IOException {
        expunge(Folder.INBOX, append(Folder.INBOX, "again"));
        for (int i = 0; i < 3; i++) {
            restore(Choice.ALL);
            world.clean();
            try (OpenFolder inbox = alice.open(Folder.INBOX, _ -> {}).orElseThrow()) {
                expunge(Folder.INBOX, inbox.snapshot().ref(0));
            }
        }
        assertEquals(List.of("INBOX: again"), recoverable(Choice.ALL));
        world.look();
        world.check();
    }

    @Test
    void aFolderComesBackWithWhatWasInIt() throws IOException {
        int work = Results.done(alice.createFolder("work/2026", FolderRole.NONE));
        append(work, "plan");
        Results.done(alice.deleteFolder(work));
        Results.done(alice.deleteFolder(alice.folder("work").orElseThrow().id()));
        assertEquals(List.of("work/2026: plan"), recoverable(in("work/2026")));
        assertEquals(restored(1, "work/2026"), restore(in("work/2026")));
        assertEquals(List.of("1 plan"), there("work/2026"));
        assertTrue(alice.folder("work/2026").orElseThrow().id() > work);
        assertTrue(alice.subscriptions().contains("work/2026"));
        world.look();
        world.check();
    }

    @Test
    void aFolderOfTheNameAndOneOfTheRoleAreTaken() throws IOException {
        int archive = alice.folder("Archive").orElseThrow().id();
        append(archive, "old");
        Results.done(alice.deleteFolder(archive));
        int again = Results.done(alice.createFolder("Archive", FolderRole.NONE));
        assertEquals(restored(1, "Archive"), restore(Choice.ALL));
        assertEquals(List.of("1 old"), there("Archive"));
        int sent = alice.folder("Sent").orElseThrow().id();
        append(sent, "told");
        Results.done(alice.deleteFolder(sent));
        Results.done(alice.createFolder("Elsewhere", FolderRole.SENT));
        assertEquals(restored(1, "Sent"), restore(Choice.ALL));
        assertEquals(FolderRole.NONE, alice.folder("Sent").orElseThrow().type().role());
        assertEquals(again, alice.folder("Archive").orElseThrow().id());
    }

    @Test
    void thoseSinceATimeAndThoseThereAtATime() throws IOException {
        MessageRef before = append(Folder.INBOX, "before");
        world.pass(Duration.ofMinutes(1));
        expunge(Folder.INBOX, before);
        MessageRef kept = append(Folder.INBOX, "kept");
        world.pass(Duration.ofMinutes(1));
        Instant time = world.now();
        world.pass(Duration.ofMinutes(1));
        MessageRef after = append(Folder.INBOX, "after");
        expunge(Folder.INBOX, kept, after);
        append(Folder.INBOX, "newer");
        Choice at = new Choice(Optional.empty(), Optional.empty(), Optional.of(time));
        Choice since = new Choice(Optional.empty(), Optional.of(time), Optional.empty());
        assertEquals(List.of("INBOX: kept"), recoverable(at));
        assertEquals(List.of("INBOX: kept", "INBOX: after"), recoverable(since));
        assertEquals(restored(1, "INBOX"), restore(at));
        assertEquals(List.of("4 newer", "5 kept"), there("INBOX"));
    }

    @Test
    void aQuotaHolds() throws IOException {
        expunge(Folder.INBOX, append(Folder.INBOX, "much"));
        world.volume().core().quota(new QuotaLimits(100, QuotaLimits.NONE, QuotaLimits.NONE));
        assertEquals(new Undeletion.Result(0, List.of(), Optional.of(Outcome.Reason.OVER_QUOTA)), restore(Choice.ALL));
        assertEquals(1, recoverable(Choice.ALL).size());
    }

    /** The cleaner takes nothing of it before the time, and all of it then. */
    @Test
    void whenItsTimeIsOverItIsGone() throws IOException {
        for (int i = 0; i < 40; i++) {
            expunge(Folder.INBOX, append(Folder.INBOX, "message " + i));
        }
        world.pass(Duration.ofDays(14).minusSeconds(1));
        world.volume().forgetting().run(Pace.FULL);
        world.cleaner().pass(10, Pace.FULL, (_, _) -> {});
        assertEquals(40, recoverable(Choice.ALL).size());
        world.pass(Duration.ofSeconds(2));
        List<Octets> octets = bodies();
        world.volume().forgetting().run(Pace.FULL);
        append(Folder.INBOX, "something");
        assertTrue(world.cleaner().pass(10, Pace.FULL, (_, _) -> {}).segments() > 0);
        assertEquals(List.of(), recoverable(Choice.ALL));
        assertThrows(CleanedRecord.class, () -> Facts.text(octets.getFirst()));
        assertEquals(0, tombstones());
        world.look();
        world.check();
    }

    private List<Octets> bodies() throws IOException {
        List<Octets> bodies = new ArrayList<>();
        alice.undeletion().list(Choice.ALL, one -> bodies.add(one.message().octets()));
        return bodies;
    }

    private int tombstones() throws IOException {
        int[] count = {0};
        world.table().scan(Family.ACCOUNTS, Keys.gone(alice.id().value()), (_, _) -> ++count[0] > 0);
        return count[0];
    }

    /** A clock that went back must not forget what is younger. */
    @Test
    void aClockThatWentBackForgetsNothingTooEarly() throws IOException {
        world.pass(Duration.ofDays(100));
        expunge(Folder.INBOX, append(Folder.INBOX, "of the future"));
        world.pass(Duration.ofDays(-100));
        expunge(Folder.INBOX, append(Folder.INBOX, "of today"));
        world.pass(Duration.ofDays(15));
        world.volume().forgetting().run(Pace.FULL);
        assertEquals(List.of("INBOX: of the future", "INBOX: of today"), recoverable(Choice.ALL));
    }

    @Test
    void whatLeftFoldersIsKnownForAMonthAtLeast() throws IOException {
        expunge(Folder.INBOX, append(Folder.INBOX, "left"));
        world.volume().core().retention(new Retention(Duration.ZERO));
        world.pass(Duration.ofDays(29));
        world.volume().forgetting().run(Pace.FULL);
        assertEquals(List.of(), recoverable(Choice.ALL));
        Vanished left = new Vanished.Uids(List.of(new UidRange(1, 1)));
        assertEquals(Optional.of(left), alice.vanished(Folder.INBOX, 0, Long.MAX_VALUE));
        world.pass(Duration.ofDays(2));
        world.volume().forgetting().run(Pace.FULL);
        assertEquals(Optional.of(new Vanished.TooOld()), alice.vanished(Folder.INBOX, 0, Long.MAX_VALUE));
        world.look();
        world.check();
    }

    @Test
    void whatWasDerivedFromItGoesToo() throws IOException {
        MessageRef gone = append(Folder.INBOX, "gone");
        append(Folder.INBOX, "kept");
        expunge(Folder.INBOX, gone);
        assertEquals(0, derivedGo());
        StoreFixture.forget(world.volume(), alice.id());
        append(Folder.INBOX, "so that all is written");
        assertEquals(1, derivedGo());
    }

    private long derivedGo() throws IOException {
        return new NeedlessDerived(world.table(), world.volume().core().journal()).run(Pace.FULL);
    }
}
