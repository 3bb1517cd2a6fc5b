package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;

/** What others may do in an account, and what they have seen of it. */
class AccessTest {
    private static final Principal CAROL = new Principal.User(account("carol"));
    private static final Rights READER = Rights.of(Right.VISIBLE, Right.READ, Right.SEEN);
    private static final int INBOX = Folder.INBOX;

    @TempDir
    private Path folder;

    private StoreFixture fixture;
    private Store store;
    private AccountId id;

    @BeforeEach
    void create() throws IOException {
        fixture = new StoreFixture(folder);
        store = fixture.open();
        id = fixture.create(store, "alice");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static AccountId account(String name) {
        return AccountId.of(9, name.hashCode() & 0xFFFF);
    }

    private Access access(String name, String... groups) throws IOException {
        Visitor visitor = new Visitor(name.equals("alice") ? id : account(name), Set.of(groups));
        return store.accounts().open(id, visitor).orElseThrow();
    }

    private void grant(Principal principal, Rights rights) throws IOException {
        assertEquals(rights, Results.done(access("alice").grant(INBOX, principal, _ -> rights)));
    }

    private MessageRef append() throws IOException {
        return StoreFixture.ref(StoreFixture.append(access("alice").account(), INBOX, "mail"));
    }

    private static Flags flags(Access access, MessageRef message) throws IOException {
        return row(access, message).flags();
    }

    private static MessageRow row(Access access, MessageRef message) throws IOException {
        try (OpenFolder opened = access.open(INBOX, _ -> {}).orElseThrow()) {
            return opened.message(message.uid()).orElseThrow();
        }
    }

    private static Outcome<Flagged> add(Access access, Flags flags, MessageRef... messages) throws IOException {
        return access.flag(INBOX, List.of(messages), new FlagChange.Add(flags), Long.MAX_VALUE);
    }

    private static List<Long> changed(Outcome<Flagged> flagged) {
        return Results.done(flagged).changed().stream().map(MessageRow::uid).toList();
    }

    @Test
    void theOwnerMayDoEverythingAndOthersNothing() throws IOException {
        assertTrue(access("alice").owner());
        assertEquals(Rights.ALL, access("alice").rights(INBOX));
        assertEquals(access("alice").account().folders(), access("alice").folders());
        Access carol = access("carol", "staff");
        assertFalse(carol.owner());
        assertEquals(Rights.NONE, carol.rights(INBOX));
        assertEquals(List.of(), carol.folders());
        assertEquals(Optional.empty(), carol.open(INBOX, _ -> {}));
        assertEquals(Optional.empty(), carol.counts(INBOX));
        assertEquals(Outcome.Reason.NO_SUCH_FOLDER, Results.refused(carol.grants(INBOX)));
        assertEquals(Outcome.Reason.NO_SUCH_FOLDER, Results.refused(carol.grant(INBOX, CAROL, _ -> Rights.ALL)));
        assertEquals(Rights.NONE, access("alice").rights(99));
    }

    @Test
    void rightsOfAllHisPrincipalsCountTogetherFromNowOn() throws IOException {
        Access carol = access("carol", "staff");
        grant(new Principal.Anyone(), Rights.of(Right.VISIBLE));
        grant(new Principal.Group("staff"), Rights.of(Right.READ));
        grant(new Principal.Group("others"), Rights.of(Right.DELETE_ANY));
        grant(CAROL, Rights.of(Right.CREATE));
        assertEquals(Rights.of(Right.VISIBLE, Right.READ, Right.CREATE), carol.rights(INBOX));
        assertEquals(
                List.of("INBOX"), carol.folders().stream().map(Folder::name).toList());
        assertEquals(Rights.of(Right.VISIBLE), access("dave").rights(INBOX));
        assertEquals(Outcome.Reason.NO_RIGHT, Results.refused(access("dave").grants(INBOX)));
        assertEquals(
                Rights.of(Right.CREATE, Right.READ),
                Results.done(access("alice").grant(INBOX, CAROL, rights -> rights.with(Rights.of(Right.READ)))));
        Results.done(access("alice").grant(INBOX, new Principal.Group("staff"), _ -> Rights.NONE));
        assertEquals(
                Map.of(
                        new Principal.Anyone(),
                        Rights.of(Right.VISIBLE),
                        new Principal.Group("others"),
                        Rights.of(Right.DELETE_ANY),
                        CAROL,
                        Rights.of(Right.CREATE, Right.READ)),
                Results.done(access("alice").grants(INBOX)));
    }

    @Test
    void eachHasSeenWhatHeHasSeen() throws IOException {
        MessageRef first = append();
        MessageRef second = append();
        grant(CAROL, READER);
        grant(new Principal.Anyone(), READER);
        Results.done(add(access("alice"), Flags.SEEN, first));
        Access carol = access("carol");
        try (OpenFolder hers = carol.open(INBOX, _ -> {}).orElseThrow();
                OpenFolder his = access("alice").open(INBOX, _ -> {}).orElseThrow()) {
            assertEquals(0, hers.snapshot().count(Flags.SEEN));
            his.snapshot();
            assertEquals(List.of(2L), changed(add(carol, Flags.SEEN, second)));
            assertEquals(List.of(), changed(add(carol, Flags.SEEN, second)), "she has already");
            FolderChanges changes = hers.changes();
            assertEquals(
                    List.of(Flags.SEEN),
                    changes.changed().stream().map(MessageRow::flags).toList());
            assertEquals(changes.modseq(), changes.changed().getFirst().modseq());
            assertEquals(List.of(), his.changes().changed());
            assertEquals(Flags.NONE, flags(access("alice"), second));
            Results.done(add(access("alice"), Flags.FLAGGED, second));
            assertEquals(
                    List.of(Flags.SEEN.with(Flags.FLAGGED)),
                    hers.changes().changed().stream().map(MessageRow::flags).toList());
        }
        assertEquals(1, carol.counts(INBOX).orElseThrow().unseen());
        assertEquals(2, access("dave").counts(INBOX).orElseThrow().unseen());
        assertEquals(1, access("alice").counts(INBOX).orElseThrow().unseen());
        store.close();
        fixture.deleteIndex();
        store = fixture.open();
        assertEquals(Flags.NONE, flags(access("carol"), first));
        assertEquals(Flags.SEEN.with(Flags.FLAGGED), flags(access("carol"), second));
    }

    /** The modseq that he sees is the higher of the message's and his own. */
    @Test
    void aChangeSinceIsOneThatHeCanSee() throws IOException {
        MessageRef message = append();
        grant(CAROL, READER.with(Rights.of(Right.EDIT_ANY)));
        Access carol = access("carol");
        long before = row(carol, message).modseq();
        Results.done(add(carol, Flags.SEEN, message));
        assertEquals(before, row(access("alice"), message).modseq());
        long after = row(carol, message).modseq();
        assertTrue(after > before);
        FlagChange flagged = new FlagChange.Add(Flags.FLAGGED);
        assertEquals(
                List.of(message.uid()),
                Results.done(carol.flag(INBOX, List.of(message), flagged, before))
                        .modified());
        assertEquals(List.of(1L), changed(carol.flag(INBOX, List.of(message), flagged, after)));
        FlagChange unseen = new FlagChange.Remove(Flags.SEEN);
        assertEquals(List.of(1L), changed(carol.flag(INBOX, List.of(message), unseen, Long.MAX_VALUE)));
        assertEquals(Flags.FLAGGED, flags(carol, message));
    }

    @Test
    void onlyFlagsThatHeMayChangeAreChanged() throws IOException {
        MessageRef message = append();
        grant(CAROL, READER);
        Access carol = access("carol");
        Flags all = Flags.SEEN.with(Flags.FLAGGED).with(Flags.DELETED);
        assertEquals(List.of(1L), changed(add(carol, all, message)));
        assertEquals(Flags.SEEN, flags(carol, message));
        assertEquals(Outcome.Reason.NO_RIGHT, Results.refused(add(carol, Flags.FLAGGED, message)));
        grant(CAROL, READER.with(Rights.of(Right.EDIT_ANY)));
        add(carol, all, message);
        assertEquals(Flags.SEEN.with(Flags.FLAGGED), flags(carol, message));
        grant(CAROL, READER.with(Rights.of(Right.DELETE_ANY)));
        Results.done(carol.flag(INBOX, List.of(message), new FlagChange.Replace(Flags.DELETED), Long.MAX_VALUE));
        assertEquals(Flags.FLAGGED.with(Flags.DELETED), flags(carol, message));
        grant(CAROL, Rights.of(Right.VISIBLE));
        assertEquals(Outcome.Reason.NO_RIGHT, Results.refused(add(carol, all, message)));
    }

    @Test
    void whatHeHasPutThereHimselfIsHisOwn() throws IOException {
        MessageRef others = append();
        grant(CAROL, READER.with(Rights.of(Right.CREATE, Right.EDIT_OWN, Right.DELETE_OWN)));
        Access carol = access("carol");
        NewMessage message = new NewMessage(INBOX, "", Flags.SEEN.with(Flags.DRAFT), StoreFixture.DATE);
        MessageRef own;
        try (ReceivedBody body = StoreFixture.body(carol.account().upload(), "hers")) {
            own = StoreFixture.ref(Results.done(carol.account().append(body, Results.done(carol.signed(message)))));
        }
        assertEquals(
                CAROL.text(),
                carol.account().message(own.itemNo()).orElseThrow().creator());
        assertEquals(Flags.SEEN.with(Flags.DRAFT), flags(carol, own));
        assertEquals(Flags.DRAFT, flags(access("alice"), own));
        assertEquals(List.of(own.uid()), changed(add(carol, Flags.DELETED, others, own)));
        Results.done(add(access("alice"), Flags.DELETED, others));
        assertEquals(List.of(own.uid()), Results.done(carol.expunge(INBOX, List.of(others, own), Flags.DELETED)));
        assertEquals(List.of(), Results.done(carol.expunge(INBOX, List.of(others), Flags.DELETED)));
        grant(CAROL, READER);
        assertEquals(Outcome.Reason.NO_RIGHT, Results.refused(carol.expunge(INBOX, List.of(others), Flags.DELETED)));
        assertEquals(Outcome.Reason.NO_RIGHT, Results.refused(carol.signed(message)));
    }

    @Test
    void copiesAndMovesTakeHisMarksAlong() throws IOException {
        MessageRef first = append();
        MessageRef second = append();
        grant(CAROL, READER.with(Rights.of(Right.CREATE)));
        Access carol = access("carol");
        Results.done(add(carol, Flags.SEEN, second));
        Copied copied = Results.done(carol.copy(INBOX, List.of(first, second), INBOX));
        assertEquals(List.of(3L, 4L), copied.destinationUids());
        assertEquals(List.of(false, true, false, true), seen(carol));
        assertEquals(
                CAROL.text(),
                carol.account().message(first.itemNo() + 3).orElseThrow().creator());
        assertEquals(Outcome.Reason.NO_RIGHT, Results.refused(carol.move(INBOX, List.of(second), INBOX)));
        grant(CAROL, READER.with(Rights.of(Right.CREATE, Right.DELETE_OWN)));
        MessageRef own = new MessageRef(first.itemNo() + 3, 4);
        assertEquals(Outcome.Reason.NO_RIGHT, Results.refused(carol.move(INBOX, List.of(second, own), INBOX)));
        assertEquals(
                List.of(5L),
                Results.done(carol.move(INBOX, List.of(own), INBOX)).destinationUids());
        assertEquals(List.of(false, true, false, true), seen(carol));
        int work = Results.done(access("alice").account().createFolder("work", FolderRole.NONE));
        assertEquals(Outcome.Reason.NO_SUCH_FOLDER, Results.refused(carol.copy(INBOX, List.of(first), work)));
        assertEquals(Outcome.Reason.NO_SUCH_FOLDER, Results.refused(carol.copy(work, List.of(first), INBOX)));
    }

    private static List<Boolean> seen(Access access) throws IOException {
        try (OpenFolder opened = access.open(INBOX, _ -> {}).orElseThrow()) {
            FolderSnapshot snapshot = opened.snapshot();
            Boolean[] seen = new Boolean[snapshot.size()];
            Arrays.setAll(seen, i -> snapshot.flags(i).has(Flags.SEEN));
            return List.of(seen);
        }
    }

    @Test
    void principalsAndRightsComeBackFromTheirText() {
        for (Principal principal : List.of(CAROL, new Principal.Group("a@b"), new Principal.Anyone())) {
            assertEquals(Optional.of(principal), Principal.of(principal.text()));
        }
        assertEquals(Optional.empty(), Principal.of("carol@example.net"));
        assertEquals(Optional.empty(), Principal.of("user:carol@example.net"));
        for (Right right : Right.values()) {
            assertEquals(Rights.of(right), Rights.read(Rights.of(right).value()));
        }
        assertEquals(Rights.ALL, Rights.read(Rights.ALL.value()));
        assertEquals(Rights.NONE, Rights.read(PropertyValue.of("-1")));
        assertEquals(Rights.of(Right.READ), Rights.read(PropertyValue.of("8388609")), "a right of a later release");
    }
}
