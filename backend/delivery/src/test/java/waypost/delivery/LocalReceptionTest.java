package waypost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.cluster.CannedMapping;
import waypost.identity.AccountLimits;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.TransferId;
import waypost.mapping.Answer;
import waypost.protocol.smtp.Mailbox;
import waypost.protocol.smtp.Reception;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.Transaction;
import waypost.store.AccountDeletion;
import waypost.store.Outcome;
import waypost.store.QuotaLimits;
import waypost.store.Reserve;
import waypost.store.Store;
import waypost.store.Volume;

class LocalReceptionTest {
    @TempDir
    private Path folder;

    private Cluster cluster;
    private Recipient ann;

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(folder, "a", "b");
        ann = cluster.account("ann", "a-v1");
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
    }

    @Test
    void putsItsLinesBeforeTheMessage() throws IOException {
        Recipient alias = new Recipient(
                ann.address(), new Mailbox("Ann+x", "Example.NET"), ann.directoryId(), ann.epoch(), Optional.empty());
        cluster.send("a", cluster.transfer(), alias);
        assertEquals(
                List.of("Return-Path: <bob@example.org>\r\nDelivered-To: Ann+x@Example.NET\r\n" + Cluster.TRACE
                        + Cluster.MAIL),
                cluster.inbox("a", "ann"));
    }

    @Test
    void separatesItsLinesFromTextWithoutAHeader() throws IOException {
        Reception.Receiving receiving =
                cluster.begin("a", Cluster.transaction(cluster.transfer()), "just text\r\n", ann);
        assertEquals(List.of(250), Cluster.codes(receiving.finish()));
        String mail = cluster.inbox("a", "ann").getFirst();
        assertTrue(mail.endsWith(Cluster.TRACE + "\r\njust text\r\n"), mail);
    }

    /** RFC 5322 §2.1: the empty line ends the header, ours too. */
    @Test
    void endsItsLinesWhereNoOctetFollows() throws IOException {
        Reception.Receiving receiving = cluster.begin("a", Cluster.transaction(cluster.transfer()), "", ann);
        assertEquals(List.of(250), Cluster.codes(receiving.finish()));
        String mail = cluster.inbox("a", "ann").getFirst();
        assertTrue(mail.endsWith(Cluster.TRACE + "\r\n"), mail);
    }

    @Test
    void deliversToAllVolumesAndOnceToWhoIsNamedTwice() throws IOException {
        Recipient amy = cluster.account("amy", "a-v2");
        assertEquals(List.of(250, 250, 250), cluster.send("a", cluster.transfer(), ann, amy, ann));
        assertEquals(1, cluster.inbox("a", "ann").size());
        assertEquals(1, cluster.inbox("a", "amy").size());
    }

    @Test
    void createsTheAccountThatTheFirstMailIsFor() throws IOException {
        cluster.mapping().account(new waypost.identity.AccountName("new", "example.net"), "a");
        assertEquals(List.of(250), cluster.send("a", cluster.transfer(), Cluster.recipient("new")));
        assertEquals(1, cluster.inbox("a", "new").size());
    }

    @Test
    void looksUpWhatAForeignServerBrings() throws IOException {
        cluster.mapping()
                .answer(
                        "alias@example.net",
                        CannedMapping.granted(
                                new waypost.identity.AccountName("ann", "example.net"),
                                ann.directoryId().orElseThrow(),
                                new waypost.mapping.Route("a", java.util.OptionalLong.empty())));
        Transaction foreign = Cluster.transaction(Optional.empty(), Cluster.SENDER);
        Recipient alias = Recipient.of(new Mailbox("alias", "example.net"));
        assertEquals(
                List.of(250),
                Cluster.codes(cluster.begin("a", foreign, Cluster.MAIL, alias).finish()));
        assertEquals(1, cluster.inbox("a", "ann").size());
    }

    @Test
    void answersEachRecipientAsItsAccountStands() throws IOException {
        assertEquals(
                550, answer(Recipient.of(new Mailbox("nobody", "example.net"))).code());
        cluster.mapping().answer("late@example.net", new Answer.Unavailable("down"));
        assertEquals(
                451, answer(Recipient.of(new Mailbox("late", "example.net"))).code());
        cluster.mapping().answer("off@example.net", new Answer.Refused(Answer.Kind.DISABLED));
        assertEquals(
                "5.2.1", answer(Recipient.of(new Mailbox("off", "example.net"))).enhanced());
        Ownership record = cluster.store("a")
                .accounts()
                .find(ann.directoryId().orElseThrow())
                .orElseThrow();
        cluster.store("a").accounts().put(record.with(2, new Ownership.State.MovedTo(new NodeName("b"), 1)));
        SmtpReply moved = answer(ann);
        assertEquals(new NodeName("b"), moved.referral().orElseThrow().node());
        cluster.store("a").accounts().put(record.with(3, new Ownership.State.Gone()));
        assertEquals("5.1.6", answer(ann).enhanced());
    }

    private SmtpReply answer(Recipient recipient) {
        var opened = (Reception.Opening.Opened) cluster.reception("a").begin(Cluster.transaction(cluster.transfer()));
        SmtpReply reply = opened.receiving().recipient(recipient);
        opened.receiving().abandon();
        return reply;
    }

    @Test
    void aFullVolumeRefusesForNow() throws IOException {
        cluster.reopen("a", 1, new Reserve(100, Long.MAX_VALUE));
        assertEquals("4.3.1", answer(ann).enhanced(), "before the message is sent");
        assertEquals(List.of(452), cluster.send("a", cluster.transfer(), ann.heldFor(new NodeName("b"))));
        assertEquals(List.of(), cluster.inbox("a", "ann"));
    }

    @Test
    void anAccountThatIsOverQuotaHearsSoAtRcptAndTheOthersGetTheirs() throws IOException {
        Recipient amy = cluster.account("amy", "a-v1");
        TransferId first = cluster.transfer();
        assertEquals(List.of(250, 250), cluster.send("a", first, ann, amy));
        Store store = cluster.store("a");
        var account = store.accounts().find(ann.directoryId().orElseThrow()).orElseThrow();
        var properties = store.accounts().open(account.id()).orElseThrow().properties();
        properties.change(List.of(QuotaLimits.own(QuotaLimits.MESSAGES, 2)));
        assertEquals(250, answer(ann).code());
        assertEquals(List.of(250), codes(Cluster.MAIL + "2"));
        assertEquals(LocalReception.OVER_QUOTA_FOR_NOW, answer(ann));
        assertEquals(List.of(250), cluster.send("a", first, ann), "it is here already");
        assertEquals(250, answer(amy).code());
        properties.change(
                List.of(QuotaLimits.own(QuotaLimits.STORAGE, 1000), QuotaLimits.standard(QuotaLimits.MESSAGES)));
        assertEquals(250, answer(ann).code());
        assertEquals(List.of(452), codes(Cluster.MAIL + "x".repeat(1000)), "at the dot, as no size was announced");
        assertEquals(2, cluster.inbox("a", "ann").size());
        store.quota(new QuotaLimits(QuotaLimits.NONE, 1, QuotaLimits.NONE));
        assertEquals(LocalReception.OVER_QUOTA_FOR_NOW, answer(amy));
    }

    /** The account has what was said last, until something else is said; who says nothing changes nothing. */
    @Test
    void whatTheDirectoryGivesAnAccountIsSaidWithTheRecipient() throws IOException {
        cluster.store("a").quota(new QuotaLimits(QuotaLimits.NONE, 0, QuotaLimits.NONE));
        assertEquals(LocalReception.OVER_QUOTA_FOR_NOW, answer(ann));
        assertEquals(250, answer(ann.with(AccountLimits.parse("messages:1"))).code());
        assertEquals(List.of(250), cluster.send("a", cluster.transfer(), ann));
        assertEquals(LocalReception.OVER_QUOTA_FOR_NOW, answer(ann));
        assertEquals(
                250, answer(ann.with(AccountLimits.parse("messages:unlimited"))).code());
        assertEquals(250, answer(ann).code());
        assertEquals(LocalReception.OVER_QUOTA_FOR_NOW, answer(ann.with(AccountLimits.parse("none"))));
    }

    @Test
    void aSizeThatIsAnnouncedIsEnoughToBeRefused() throws IOException {
        cluster.store("a").quota(new QuotaLimits(5000, QuotaLimits.NONE, QuotaLimits.NONE));
        Transaction said = Cluster.transaction(cluster.transfer());
        Transaction large = new Transaction(
                said.transfer(),
                said.sender(),
                OptionalLong.of(6000),
                said.body(),
                said.encoding(),
                said.client(),
                said.trace());
        var opened = (Reception.Opening.Opened) cluster.reception("a").begin(large);
        assertEquals(LocalReception.OVER_QUOTA_FOR_NOW, opened.receiving().recipient(ann));
        opened.receiving().abandon();
    }

    @Test
    void refusesALoopOfManyHops() throws IOException {
        String hops = "Received: x\r\n".repeat(100);
        assertEquals(List.of(554), codes(hops + Cluster.MAIL));
        assertEquals(List.of(), cluster.inbox("a", "ann"));
        assertEquals(List.of(250), codes(hops.substring("Received: x\r\n".length()) + Cluster.MAIL));
    }

    @Test
    void refusesWhatWasDeliveredHereBeforeButNotToOthers() throws IOException {
        Recipient amy = cluster.account("amy", "a-v2");
        String again = "Delivered-To: ANN@example.net\r\n" + Cluster.MAIL;
        TransferId id = cluster.transfer();
        assertEquals(
                List.of(554, 250),
                Cluster.codes(cluster.begin("a", Cluster.transaction(id), again, ann, amy)
                        .finish()));
        assertEquals(1, cluster.inbox("a", "amy").size());
        assertEquals(
                250, cluster.keep("a", id, ann, "a"), "the body is held, for the report that the front end asks for");
    }

    @Test
    void deliveredToInTheBodyIsNoLoop() {
        assertEquals(List.of(250), codes(Cluster.MAIL + "\r\nDelivered-To: ann@example.net\r\n"));
    }

    private List<Integer> codes(String content) {
        return Cluster.codes(cluster.begin("a", Cluster.transaction(cluster.transfer()), content, ann)
                .finish());
    }

    /**
     * Between RCPT and the dot an administrator deletes the account. The others get their mail; who sends to it comes again, and hears then that it is gone. Nothing
     * lands in what is left of it, and what it had comes back as it was.
     */
    @Test
    void mailForAnAccountThatIsDeletedMeanwhileIsNeitherLostNorLeftInIt() throws IOException {
        Recipient amy = cluster.account("amy", "a-v1");
        Recipient eve = cluster.account("eve", "a-v2");
        TransferId before = cluster.transfer();
        cluster.send("a", before, ann);
        Store store = cluster.store("a");
        for (Volume volume : store.volumes()) {
            done(volume.done(before));
        }
        cluster.pass(Duration.ofSeconds(1));
        AccountDeletion deletion = new AccountDeletion(store);
        TransferId transfer = cluster.transfer();
        Reception.Receiving receiving = cluster.begin("a", Cluster.transaction(transfer), Cluster.MAIL, ann, amy, eve);
        Ownership owner = store.accounts().find(ann.directoryId().orElseThrow()).orElseThrow();
        Ownership gone = done(deletion.delete(owner));
        List<SmtpReply> replies = receiving.finish();
        assertEquals(List.of(451, 250, 250), Cluster.codes(replies));
        assertEquals(1, cluster.inbox("a", "amy").size());
        assertEquals(1, cluster.inbox("a", "eve").size());
        assertEquals("5.1.6", answer(ann).enhanced(), "the sender's next try");
        assertEquals(250, cluster.keep("a", transfer, ann, "a"), "or the keeper's, which reports it");
        done(deletion.restore(gone));
        assertEquals(1, cluster.inbox("a", "ann").size(), "what it had before");
        assertEquals(List.of(250), cluster.send("a", transfer, ann), "it was not stored");
        assertEquals(2, cluster.inbox("a", "ann").size());
    }

    private static <T> T done(Outcome<T> outcome) {
        return ((Outcome.Done<T>) outcome).value();
    }

    @Test
    void whatIsAbandonedLeavesNothing() throws IOException {
        cluster.begin("a", Cluster.transaction(cluster.transfer()), Cluster.MAIL, ann)
                .abandon();
        assertEquals(List.of(), cluster.inbox("a", "ann"));
    }
}
