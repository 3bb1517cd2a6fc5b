package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;

/** What the indexes of a node's volumes know of rights and marks without looking into each account. */
class SharedWithTest {
    private static final Rights READER = Rights.of(Right.VISIBLE, Right.READ, Right.SEEN);
    private static final AccountId CAROL = AccountId.of(9, 3);

    @TempDir
    private Path folder;

    private Store store;
    private Account alice;
    private Account dave;

    @BeforeEach
    void open() throws IOException {
        store = opened();
        alice = create("alice", "v1");
        dave = create("dave", "v2");
    }

    private Store opened() {
        JournalSettings journal = new JournalSettings(2 << 20, (1 << 20) + 4096, 16L << 20, 512L << 20, Reserve.NONE);
        List<VolumeSpec> specs = Stream.of(1, 2)
                .map(number -> new VolumeSpec("v" + number, number, folder.resolve("v" + number), journal))
                .toList();
        return Store.open(specs, Store.Settings.STANDARD, InstantSource.system());
    }

    private Account create(String name, String volume) throws IOException {
        Ownership record = Results.done(store.accounts()
                .create(new DirectoryId(name), new AccountName(name, "example.net"), 1, Optional.of(volume)));
        return store.accounts().open(record.id()).orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void rebuild() throws IOException {
        store.close();
        for (String volume : List.of("v1", "v2")) {
            try (Stream<Path> files = Files.list(folder.resolve(volume).resolve("index"))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        store = opened();
        alice = store.accounts().open(alice.id()).orElseThrow();
        dave = store.accounts().open(dave.id()).orElseThrow();
    }

    private List<String> sharedWith(AccountId user, String... groups) throws IOException {
        return store.accounts().sharedWith(new Visitor(user, Set.of(groups))).stream()
                .map(record -> record.name().local())
                .toList();
    }

    private static void grant(Account account, int folderId, Principal principal, Rights rights) throws IOException {
        Results.done(account.own().grant(folderId, principal, _ -> rights));
    }

    @Test
    void accountsWhereSomethingWasGranted() throws IOException {
        Principal carol = new Principal.User(CAROL);
        int work = Results.done(alice.createFolder("work", FolderRole.NONE));
        assertEquals(List.of(), sharedWith(CAROL));
        grant(dave, Folder.INBOX, carol, READER);
        grant(alice, Folder.INBOX, carol, READER);
        grant(alice, work, carol, Rights.of(Right.CREATE));
        grant(alice, work, new Principal.Group("staff"), READER);
        assertEquals(List.of("alice", "dave"), sharedWith(CAROL));
        assertEquals(List.of(), sharedWith(AccountId.of(9, 4)));
        assertEquals(List.of("alice"), sharedWith(AccountId.of(9, 4), "staff"));
        rebuild();
        assertEquals(List.of("alice", "dave"), sharedWith(CAROL));
        grant(alice, Folder.INBOX, carol, Rights.NONE);
        assertEquals(List.of("alice", "dave"), sharedWith(CAROL), "there is another folder");
        Results.done(alice.deleteFolder(work));
        assertEquals(List.of("dave"), sharedWith(CAROL));
        assertEquals(List.of(), sharedWith(AccountId.of(9, 4), "staff"));
        grant(alice, Folder.INBOX, new Principal.Anyone(), READER);
        assertEquals(List.of("alice"), sharedWith(dave.id()));
        assertEquals(List.of(), sharedWith(alice.id()), "she is anyone, but it is her own");
        rebuild();
        assertEquals(List.of("alice", "dave"), sharedWith(CAROL));
        Ownership record = store.accounts().find(dave.id()).orElseThrow();
        Results.done(store.accounts().put(record.with(2, new Ownership.State.Gone())));
        assertEquals(List.of("alice"), sharedWith(CAROL));
    }

    /** Nobody gets what was granted to who had his name before. */
    @Test
    void aUserIsHisAccountNotHisName() throws IOException {
        grant(alice, Folder.INBOX, new Principal.User(dave.id()), READER);
        Ownership record = store.accounts().find(dave.id()).orElseThrow();
        Results.done(store.accounts().put(record.named(new AccountName("david", "example.net"))));
        Account other = create("dave2", "v1");
        Ownership his = store.accounts().find(other.id()).orElseThrow();
        Results.done(store.accounts().put(his.named(new AccountName("dave", "example.net"))));
        assertEquals(List.of("alice"), sharedWith(dave.id()));
        assertEquals(List.of(), sharedWith(other.id()));
    }

    private List<String> marks() throws IOException {
        List<String> marks = new ArrayList<>();
        Table table = store.volume("v1").orElseThrow().core().table();
        table.scan(Family.ACCOUNTS, Keys.account(alice.id().value()), (key, value) -> {
            if (Keys.isThing(key) && Entry.of(value).state() instanceof StateRecord.SeenBy mark) {
                marks.add(mark.folderId() + "/" + mark.uid());
            }
            return true;
        });
        return marks;
    }

    /** What others have seen goes with the message, wherever it goes, and with its folder. */
    @Test
    void marksGoWithTheirMessages() throws IOException {
        int work = Results.done(alice.createFolder("work", FolderRole.NONE));
        grant(alice, Folder.INBOX, new Principal.User(CAROL), READER);
        grant(alice, work, new Principal.User(CAROL), READER);
        List<MessageRef> messages = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            messages.add(StoreFixture.ref(StoreFixture.append(alice, Folder.INBOX, "mail " + i)));
        }
        Access carol =
                store.accounts().open(alice.id(), new Visitor(CAROL, Set.of())).orElseThrow();
        Results.done(carol.flag(Folder.INBOX, messages, new FlagChange.Add(Flags.SEEN), Long.MAX_VALUE));
        Results.done(alice.expunge(Folder.INBOX, messages.subList(0, 1)));
        Copied moved = Results.done(alice.move(Folder.INBOX, messages.subList(1, 2), work));
        assertEquals(List.of(1L), moved.destinationUids());
        assertEquals(List.of("1/3", "1/4"), marks());
        assertEquals(1, carol.counts(work).orElseThrow().unseen(), "she has not seen it there");
        assertEquals(0, carol.counts(Folder.INBOX).orElseThrow().unseen());
        Results.done(alice.move(Folder.INBOX, messages.subList(2, 3), Folder.INBOX));
        assertEquals(List.of("1/4"), marks());
        MessageRef there = new MessageRef(messages.get(1).itemNo(), 1);
        Results.done(carol.flag(work, List.of(there), new FlagChange.Add(Flags.SEEN), Long.MAX_VALUE));
        assertEquals(List.of("1/4", work + "/1"), marks());
        rebuild();
        assertEquals(List.of("1/4", work + "/1"), marks());
        Results.done(alice.deleteFolder(work));
        assertEquals(List.of("1/4"), marks());
        rebuild();
        assertEquals(List.of("1/4"), marks());
        grant(alice, Folder.INBOX, new Principal.User(CAROL), Rights.of(Right.VISIBLE));
        assertEquals(
                Optional.empty(),
                store.accounts()
                        .open(alice.id(), new Visitor(CAROL, Set.of()))
                        .orElseThrow()
                        .counts(Folder.INBOX));
    }
}
