package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.AccountId;
import waypost.identity.AccountLimits;

/** What an account may hold, and what is done all the same when it holds more. */
class QuotaTest {
    @TempDir
    private Path folder;

    private Store store;
    private Account account;
    private AccountId id;
    private int work;

    @BeforeEach
    void create() throws IOException {
        StoreFixture fixture = new StoreFixture(folder);
        store = fixture.open();
        id = fixture.create(store, "alice");
        account = store.accounts().open(id).orElseThrow();
        work = Results.done(account.createFolder("work", FolderRole.NONE));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void reopenRebuilt() throws IOException {
        store.close();
        StoreFixture fixture = new StoreFixture(folder);
        fixture.deleteIndex();
        store = fixture.open();
        account = store.accounts().open(id).orElseThrow();
    }

    private void limit(String name, long limit) throws IOException {
        Results.done(account.properties().change(List.of(QuotaLimits.own(name, limit))));
    }

    private Outcome<Appended> append(int folderId, String prefix, String text) throws IOException {
        try (ReceivedBody body = StoreFixture.body(account.upload(), text)) {
            return account.append(body, new NewMessage(folderId, prefix, Flags.NONE, StoreFixture.DATE));
        }
    }

    private void over(Outcome<?> outcome) {
        assertEquals(Outcome.Reason.OVER_QUOTA, Results.refused(outcome));
    }

    /** Octets of a whole message count, those before the body too. */
    @Test
    void storageIsRefusedToTheOctet() throws IOException {
        store.quota(new QuotaLimits(10, QuotaLimits.NONE, QuotaLimits.NONE));
        MessageRef first = StoreFixture.ref(Results.done(append(Folder.INBOX, "", "four")));
        over(append(Folder.INBOX, "", "seven!!"));
        over(append(Folder.INBOX, "X:\r\n", "two"));
        assertFalse(account.hasQuota(Folder.INBOX, 7));
        assertTrue(account.hasQuota(Folder.INBOX, 6));
        Results.done(append(work, "X:\r\n", "2!"));
        over(append(Folder.INBOX, "", "x"));
        over(account.copy(Folder.INBOX, List.of(first), work));
        assertEquals(
                new Quota(new Usage(2, 10), new QuotaLimits(10, QuotaLimits.NONE, QuotaLimits.NONE)), account.quota());
        Results.done(account.expunge(Folder.INBOX, List.of(first)));
        Results.done(append(Folder.INBOX, "", "four"));
    }

    @Test
    void messagesAreCountedInTheAccountAndInAFolder() throws IOException {
        store.quota(new QuotaLimits(QuotaLimits.NONE, 4, 2));
        Results.done(append(Folder.INBOX, "", "1"));
        MessageRef second = StoreFixture.ref(Results.done(append(Folder.INBOX, "", "2")));
        over(append(Folder.INBOX, "", "3"));
        Results.done(append(work, "", "3"));
        Results.done(account.copy(Folder.INBOX, List.of(second), work));
        over(append(account.folder("Sent").orElseThrow().id(), "", "5"));
    }

    /** Or nobody could make room. */
    @Test
    void flagsAndMovesAreNeverRefused() throws IOException {
        MessageRef first = StoreFixture.ref(Results.done(append(Folder.INBOX, "", "1")));
        Results.done(append(work, "", "2"));
        store.quota(new QuotaLimits(0, 0, 0));
        over(append(Folder.INBOX, "", ""));
        Results.done(account.flag(Folder.INBOX, List.of(first), new FlagChange.Add(Flags.SEEN)));
        assertEquals(
                1,
                Results.done(account.move(Folder.INBOX, List.of(first), work))
                        .destinationUids()
                        .size());
        Results.done(account.createFolder("more", FolderRole.NONE));
    }

    @Test
    void severalMessagesComeAllOrNone() throws IOException {
        limit(QuotaLimits.MESSAGES, 3);
        Results.done(append(Folder.INBOX, "", "1"));
        NewMessage message = new NewMessage(Folder.INBOX, "", Flags.NONE, StoreFixture.DATE);
        try (ReceivedBody one = StoreFixture.body(account.upload(), "2");
                ReceivedBody two = StoreFixture.body(account.upload(), "3");
                ReceivedBody three = StoreFixture.body(account.upload(), "4")) {
            List<Arrival> arrivals =
                    List.of(new Arrival(one, message), new Arrival(two, message), new Arrival(three, message));
            over(account.append(arrivals));
            assertEquals(1, account.quota().usage().messages());
            Results.done(account.append(arrivals.subList(0, 2)));
        }
        MessageRef first = new MessageRef(1, 1);
        limit(QuotaLimits.MESSAGES, 4);
        over(account.copy(Folder.INBOX, List.of(first, new MessageRef(2, 2)), work));
        assertEquals(3, account.quota().usage().messages());
    }

    @Test
    void whatAnAccountHasOfItsOwnHoldsAndStays() throws IOException {
        store.quota(new QuotaLimits(1, 1, 1));
        limit(QuotaLimits.STORAGE, QuotaLimits.NONE);
        limit(QuotaLimits.MESSAGES, 3);
        limit(QuotaLimits.FOLDER_MESSAGES, 2);
        assertEquals(new QuotaLimits(QuotaLimits.NONE, 3, 2), account.quota().limits());
        reopenRebuilt();
        assertEquals(new QuotaLimits(QuotaLimits.NONE, 3, 2), account.quota().limits());
        Results.done(append(Folder.INBOX, "", "12"));
        Results.done(append(Folder.INBOX, "", "34"));
        over(append(Folder.INBOX, "", "56"));
        Results.done(account.properties().change(List.of(QuotaLimits.standard(QuotaLimits.FOLDER_MESSAGES))));
        Results.done(append(Folder.INBOX, "", "56"));
        over(append(work, "", "78"));
    }

    /** Of its own are storage and messages; whatever comes counts, from the account's other folders too, and a rebuild knows them. */
    private void give(String limits) throws IOException {
        Results.done(account.give(AccountLimits.parse(limits).orElseThrow()));
    }

    /** The account's own go before those of its directory, and these before those of its node. */
    @Test
    void whatItsDirectoryGivesHoldsAndStaysUntilItGivesSomethingElse() throws IOException {
        store.quota(new QuotaLimits(1, 1, 1));
        give("storage:unlimited,messages:3,sessions:9");
        assertEquals(new QuotaLimits(QuotaLimits.NONE, 3, 1), account.quota().limits());
        reopenRebuilt();
        store.quota(new QuotaLimits(1, 1, 1));
        assertEquals(new QuotaLimits(QuotaLimits.NONE, 3, 1), account.quota().limits());
        assertEquals(
                0,
                Results.done(account.give(
                        AccountLimits.parse("messages:3,storage:unlimited").orElseThrow())));
        limit(QuotaLimits.MESSAGES, 2);
        assertEquals(new QuotaLimits(QuotaLimits.NONE, 2, 1), account.quota().limits());
        give("folder-messages:2");
        assertEquals(new QuotaLimits(1, 2, 2), account.quota().limits());
        Results.done(account.properties().change(List.of(QuotaLimits.standard(QuotaLimits.MESSAGES))));
        Results.done(append(Folder.INBOX, "", "1"));
        over(append(Folder.INBOX, "", ""));
        give("storage:2,messages:2,folder-messages:2");
        Results.done(append(Folder.INBOX, "", "2"));
        over(append(work, "", ""));
        give("none");
        assertEquals(new QuotaLimits(1, 1, 1), account.quota().limits());
    }

    @Test
    void moreThanCanBeWrittenIsWithoutEnd() throws IOException {
        store.quota(new QuotaLimits(1, 1, 1));
        assertEquals(1, Results.done(account.give(AccountLimits.NONE.withStorage(1L << 62))));
        assertEquals(QuotaLimits.NONE, account.quota().limits().storage());
        assertEquals(0, Results.done(account.give(AccountLimits.NONE.withStorage(1L << 61))));
    }

    @Test
    void aFolderTakesNoMoreThanItsOwnLimits() throws IOException {
        store.quota(new QuotaLimits(100, 100, 5));
        Results.done(account.properties().change(QuotaLimits.ofFolder(work, 1000, 2)));
        MessageRef first = StoreFixture.ref(Results.done(append(Folder.INBOX, "", "1")));
        MessageRef second = StoreFixture.ref(Results.done(append(Folder.INBOX, "", "2")));
        Results.done(append(work, "", "3"));
        over(account.move(Folder.INBOX, List.of(first, second), work));
        over(account.copy(Folder.INBOX, List.of(first, second), work));
        Results.done(account.move(Folder.INBOX, List.of(first), work));
        over(append(work, "", ""));
        assertEquals(new Quota(new Usage(2, 2), new QuotaLimits(100, 2, QuotaLimits.NONE)), account.quota(work));
        assertEquals(QuotaLimits.UNLIMITED, account.quota(Folder.INBOX).limits());
        reopenRebuilt();
        over(append(work, "", ""));
        Results.done(account.properties().change(QuotaLimits.ofFolder(work, QuotaLimits.NONE, QuotaLimits.NONE)));
        Results.done(append(work, "", ""));
        assertEquals(List.of(), account.properties().all(PropertyKind.QUOTA));
    }

    /** And one that is full takes what moves within it. */
    @Test
    void whatIsInAFolderAlreadyIsNoMoreThanItHolds() throws IOException {
        Results.done(append(work, "", "1"));
        MessageRef there = StoreFixture.ref(Results.done(append(work, "", "2")));
        Results.done(account.properties().change(QuotaLimits.ofFolder(work, 0, 0)));
        Results.done(account.move(work, List.of(there), work));
        assertEquals(new Usage(2, 2), account.quota(work).usage());
    }

    /** LMTP asks before the message comes, and the delivery decides. */
    @Test
    void anInboxMayHaveLimits() throws IOException {
        Results.done(account.properties().change(QuotaLimits.ofFolder(Folder.INBOX, QuotaLimits.NONE, 0)));
        assertFalse(account.hasQuota(Folder.INBOX, 1));
        assertTrue(account.hasQuota(work, 1));
        NewMessage message = new NewMessage(Folder.INBOX, "", Flags.NONE, StoreFixture.DATE);
        try (ReceivedBody body = StoreFixture.body(account.upload(), "mail")) {
            List<Delivered> delivered = Results.done(store.volume("v1")
                    .orElseThrow()
                    .deliver(body, List.of(new Delivery(id, message, Optional.empty()))));
            assertEquals(List.of(new Delivered.Refused(Outcome.Reason.OVER_QUOTA)), delivered);
        }
    }

    /** The second sees the first, though neither is durable yet. */
    @Test
    void aRecipientOfManyIsRefusedAloneAndHearsOfARepetitionAllTheSame() throws IOException {
        limit(QuotaLimits.MESSAGES, 1);
        Volume volume = store.volume("v1").orElseThrow();
        NewMessage message = new NewMessage(Folder.INBOX, "", Flags.NONE, StoreFixture.DATE);
        Delivery plain = new Delivery(id, message, Optional.empty());
        AccountId bob = new StoreFixture(folder).create(store, "bob");
        try (ReceivedBody body = StoreFixture.body(account.upload(), "mail")) {
            List<Delivered> delivered = Results.done(
                    volume.deliver(body, List.of(plain, plain, new Delivery(bob, message, Optional.empty()))));
            assertTrue(delivered.get(0) instanceof Delivered.Stored);
            assertEquals(new Delivered.Refused(Outcome.Reason.OVER_QUOTA), delivered.get(1));
            assertTrue(delivered.get(2) instanceof Delivered.Stored);
        }
        assertEquals(new Usage(1, 4), account.quota().usage());
    }

    @ParameterizedTest
    @CsvSource({"10,10", "unlimited,9223372036854775807", "0,0", "x,", "-1,", "'',", "1234567890123456789,", "'1 ',"})
    void aLimitIsANumberOrUnlimited(String text, Long limit) {
        OptionalLong expected = limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
        assertEquals(expected, QuotaLimits.limit(PropertyValue.of(text)));
    }
}
