package waypost.proxy;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountName;
import waypost.identity.LogText;
import waypost.identity.NodeName;
import waypost.identity.TransferId;
import waypost.mapping.Addressees;
import waypost.mapping.Answer;
import waypost.mapping.Journey;
import waypost.mapping.Logins;
import waypost.mapping.Mapping.DomainAnswer;
import waypost.net.Gatekeeper;
import waypost.net.Wire;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.Refusal;
import waypost.protocol.login.Xclient;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;
import waypost.protocol.smtp.Mailbox;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.SmtpSession;
import waypost.protocol.smtp.Trace;
import waypost.protocol.smtp.Transaction;
import waypost.protocol.smtp.Transfer;

/** What an SMTP session at a front end asks the mapping. Answers come on the client's event loop, at once where memory has them. */
final class SmtpLookup {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.smtp");

    private static final SmtpReply UNKNOWN_USER = SmtpReply.of(550, "5.1.1", "No such user here");
    private static final SmtpReply NOBODY = SmtpReply.of(550, "5.2.4", "Nobody gets mail for this address");
    private static final SmtpReply DISABLED = SmtpReply.of(550, "5.2.1", "Mailbox disabled");
    private static final SmtpReply BAD_ADDRESS = SmtpReply.of(553, "5.1.3", "Bad address");
    private static final SmtpReply NO_RELAY = SmtpReply.of(550, "5.7.1", "Not a domain of ours; no relaying");
    private static final SmtpReply DIRECTORY_AWAY =
            SmtpReply.of(451, "4.3.0", "Cannot look up the mailbox now, try again later");

    private final SmtpFrontService service;

    SmtpLookup(SmtpFrontService service) {
        this.service = service;
    }

    /** Where a recipient's mailbox is. */
    sealed interface Found {
        /** @param recipient with its canonical address */
        record At(Recipient recipient, Journey journey) implements Found {}

        /** Several mailboxes: the recipient is a group, or forwards. */
        record Spread(List<At> members) implements Found {}

        record Nowhere(SmtpReply reply) implements Found {}
    }

    void locate(Recipient recipient, Wire wire, Consumer<Found> then) {
        String address = recipient.address().toString();
        Optional<Addressees> known = service.mapping()
                .cachedWhose(address)
                .filter(addressees -> !(addressees.account() instanceof Answer.Unknown));
        if (known.isPresent()) {
            then.accept(found(recipient, known.get()));
        } else {
            Found failed = new Found.Nowhere(DIRECTORY_AWAY);
            ask(() -> found(recipient, service.mapping().whose(address)), failed, wire, then);
        }
    }

    /** The same for one of whom a node has found that his entry is not what is remembered of it. */
    void locateAgain(Recipient recipient, Found.At stale, Wire wire, Consumer<Found> then) {
        Found failed = new Found.Nowhere(DIRECTORY_AWAY);
        ask(
                () -> {
                    outdated(stale.recipient());
                    return found(
                            recipient,
                            service.mapping().whose(recipient.address().toString()));
                },
                failed,
                wire,
                then);
    }

    private void outdated(Recipient stale) {
        stale.directoryId().ifPresent(service.mapping()::outdated);
    }

    /** @param failed what a look-up that breaks is answered with: it is a bug, and no reason to leave the client waiting */
    private <T> void ask(Supplier<T> question, T failed, Wire wire, Consumer<T> then) {
        service.blocking().execute(() -> {
            T answer = answer(question, failed, wire);
            wire.loop().execute(() -> {
                if (wire.open()) {
                    then.accept(answer);
                }
            });
        });
    }

    private static <T> T answer(Supplier<T> question, T failed, Wire wire) {
        try {
            return question.get();
        } catch (RuntimeException bug) {
            LOG.error("event=lookup-failed session={}", wire.session(), bug);
            return failed;
        }
    }

    private Found found(Recipient recipient, Addressees addressees) {
        return switch (addressees) {
            case Addressees.One(Answer.Settled answer) -> found(recipient, answer);
            case Addressees.Several(List<Answer.Granted> accounts) -> spread(recipient, accounts);
        };
    }

    private Found spread(Recipient recipient, List<Answer.Granted> accounts) {
        List<Found.At> members = new ArrayList<>();
        for (Answer.Granted account : accounts) {
            switch (at(recipient, account)) {
                case Found.At member -> members.add(member);
                case Found nowhere -> {
                    return nowhere;
                }
            }
        }
        return new Found.Spread(List.copyOf(members));
    }

    private Found found(Recipient recipient, Answer.Settled answer) {
        return switch (answer) {
            case Answer.Granted granted -> at(recipient, granted);
            case Answer.Refused(var kind) ->
                switch (kind) {
                    case ADDRESS -> new Found.Nowhere(recipient.address().literal() ? NO_RELAY : BAD_ADDRESS);
                    case NO_MAILBOX -> new Found.Nowhere(NOBODY);
                    case DISABLED, LOCKED, EXPIRED, MUST_CHANGE, HOURS, SERVICE, SECOND_FACTOR, CREDENTIALS ->
                        new Found.Nowhere(DISABLED);
                };
            case Answer.Unknown _ -> nowhere(recipient);
            case Answer.Unavailable(var reason, var _) -> {
                LOG.warn("event=recipient-unavailable recipient={} why=\"{}\"", recipient.address(), reason);
                yield new Found.Nowhere(DIRECTORY_AWAY);
            }
        };
    }

    private Found nowhere(Recipient recipient) {
        DomainAnswer domain = service.mapping().domain(recipient.address().toString());
        return new Found.Nowhere(
                switch (domain) {
                    case OURS -> UNKNOWN_USER;
                    case FOREIGN -> NO_RELAY;
                    case UNAVAILABLE -> DIRECTORY_AWAY;
                });
    }

    private Found at(Recipient recipient, Answer.Granted granted) {
        Optional<NodeName> node = service.nodes().resolve(granted.route());
        if (node.isEmpty()) {
            LOG.error(
                    "event=alarm recipient={} why=\"the directory names {}, which is no node of the cluster\"",
                    granted.name(),
                    granted.route().target());
            return new Found.Nowhere(DIRECTORY_AWAY);
        }
        AccountName name = granted.name();
        Recipient canonical = new Recipient(
                new Mailbox(name.local(), name.domain()),
                recipient.original(),
                Optional.of(granted.directoryId()),
                granted.route().epoch(),
                Optional.empty(),
                Optional.of(granted.limits()));
        Journey start = Journey.to(node.get(), granted.route().epoch().orElse(0));
        return new Found.At(canonical, service.learned().better(granted.directoryId(), start));
    }

    /** Gives the refusal; empty when the log-in is good. */
    void authenticate(Credentials credentials, Wire wire, Consumer<Optional<Refusal>> then) {
        Logins.Claim claim = service.logins().granting().claim(service.service());
        Consumer<Optional<Refusal>> answered = refusal -> {
            LOG.info(
                    "event=login service=submission {} user=\"{}\" answer={}",
                    wire,
                    LogText.of(credentials.who()),
                    refusal.map(Enum::name).orElse("OK"));
            then.accept(refusal);
        };
        told(
                service.logins()
                        .check(credentials, service.service(), Gatekeeper.Client.of(wire))
                        .thenComposeAsync(checked -> refusal(checked, credentials, claim, wire), wire.loop()),
                Optional.of(Refusal.UNAVAILABLE),
                wire,
                answered);
    }

    private CompletionStage<Optional<Refusal>> refusal(
            Checked checked, Credentials credentials, Logins.Claim claim, Wire wire) {
        return switch (checked) {
            case Checked.Unasked() -> CompletableFuture.completedStage(Optional.of(Refusal.UNAVAILABLE));
            case Checked.Said(var answer) -> CompletableFuture.completedStage(refusal(answer, claim, wire));
            case Checked.LeftToNode(var account, var trial) ->
                service.passwords()
                        .ask(account, credentials, trial, client(wire), wire)
                        .thenApply(refused -> refused.isPresent() ? refused : begun(account, claim, wire));
        };
    }

    private static Forwarded client(Wire wire) {
        return new Forwarded(wire.peer().client(), wire.session(), Forwarded.FIRST_TTL - 1, Optional.empty(), 0);
    }

    /** Empty if nobody can say now. */
    void ask(Question question, Wire wire, Consumer<Optional<Reply>> then) {
        told(service.logins().ask(question, Gatekeeper.Client.of(wire)), Optional.empty(), wire, then);
    }

    /** @param failed in place of an answer, as in {@link #ask} */
    private static <T> void told(CompletionStage<T> answer, T failed, Wire wire, Consumer<T> then) {
        var _ = answer.handleAsync(
                (found, bug) -> {
                    if (bug != null) {
                        LOG.error("event=lookup-failed session={}", wire.session(), bug);
                    }
                    if (wire.open()) {
                        then.accept(found == null ? failed : found);
                    }
                    return failed;
                },
                wire.loop());
    }

    private Optional<Refusal> refusal(Answer.Settled answer, Logins.Claim claim, Wire wire) {
        return switch (answer) {
            case Answer.Granted granted -> begun(granted, claim, wire);
            case Answer.Refused(var kind) -> Optional.of(Frontdoor.refusal(kind));
            case Answer.Unknown _ -> Optional.of(Refusal.CREDENTIALS);
            case Answer.Unavailable _ -> Optional.of(Refusal.UNAVAILABLE);
        };
    }

    private Optional<Refusal> begun(Answer.Granted granted, Logins.Claim claim, Wire wire) {
        if (!wire.open()) {
            return Optional.of(Refusal.UNAVAILABLE); // nobody hears it
        }
        SessionPermit permit = SessionPermit.of(service.logins().granting().logins(), granted, claim, wire.session());
        if (!permit.begun(wire)) {
            permit.over();
            return Optional.of(Refusal.CREDENTIALS);
        }
        wire.behind(permit);
        return Optional.empty();
    }

    /** The transaction as the nodes hear of it: with its transfer id, its client, and our trace field. */
    Transaction transaction(Transaction said, SmtpSession session, Wire wire) {
        TransferId id = TransferId.random(service.random());
        Forwarded client = client(wire);
        Trace.Channel channel = wire.peer().tls().isPresent() ? Trace.Channel.TLS : Trace.Channel.CLEAR;
        String received = Trace.received(
                session.helloName(),
                client.client(),
                service.offered().apply(wire.peer()).host(),
                Trace.with(session, said.encoding(), channel),
                id.toString(),
                OffsetDateTime.ofInstant(service.clock().instant(), ZoneOffset.UTC));
        return new Transaction(
                Optional.of(Transfer.begins(id)),
                said.sender(),
                said.size(),
                said.body(),
                said.encoding(),
                new Xclient(client, session.helloName()),
                received);
    }
}
