package waypost.proxy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.guard.Attempt;
import waypost.guard.Guard;
import waypost.guard.Ruling;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.DirectoryId;
import waypost.identity.LogText;
import waypost.identity.ScramKeys;
import waypost.mapping.Answer;
import waypost.mapping.Mapping;
import waypost.mapping.Service;
import waypost.mapping.Trials;
import waypost.mapping.Try;
import waypost.net.Gatekeeper.Client;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;
import waypost.protocol.sasl.SaslStep;

/**
 * Log-ins of users at a front end, in whatever protocol: whoever seems to guess is held up, others are answered as soon as somebody knows. What may
 * block runs on virtual threads. Any thread.
 */
public final class GuardedLogins {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    private static final Answer.Settled WRONG = new Answer.Refused(Answer.Kind.CREDENTIALS);

    private final LoginCheck check;
    private final Guard guard;
    private final Trials trials;
    private final AddressRules rules;
    private final Executor blocking;

    /**
     * @param trials what is known of passwords that were shown to others
     * @param rules bring all spellings of a name to one
     * @param blocking runs look-ups, each on a virtual thread
     */
    public GuardedLogins(LoginCheck check, Guard guard, Trials trials, AddressRules rules, Executor blocking) {
        this.check = check;
        this.guard = guard;
        this.trials = trials;
        this.rules = rules;
        this.blocking = blocking;
    }

    Mapping mapping() {
        return check.mapping();
    }

    /** An entry is not what is remembered of it; completes when that is forgotten. */
    CompletionStage<Void> outdated(DirectoryId id) {
        return CompletableFuture.runAsync(() -> mapping().outdated(id), blocking);
    }

    /** Whose the sessions are that rest on these log-ins. */
    LoginCheck granting() {
        return check;
    }

    /** Never completes for a client that is gone while it waits. */
    CompletionStage<Checked> check(Credentials credentials, Service service, Client client) {
        Attempt attempt = attempt(credentials, client);
        return switch (credentials) {
            case Credentials.Proven _, Credentials.Disproven _ -> // it was let in when its keys were asked for
                decided(credentials, service, attempt, client)
                        .thenCompose(answer -> told(answer, credentials, attempt, late(client)));
            case Credentials.Password _,
                    Credentials.Token _,
                    Credentials.Vouched _,
                    Credentials.Digest _,
                    Credentials.External _ ->
                switch (guard.enter(attempt)) {
                    case Ruling.AtOnce() ->
                        decided(credentials, service, attempt, client)
                                .thenCompose(answer -> told(answer, credentials, attempt, late(client)));
                    case Ruling.After(Duration delay) ->
                        after(delay, client, () -> decided(credentials, service, attempt, client))
                                .thenCompose(answer -> told(answer, credentials, attempt, GuardedLogins::atOnce));
                    case Ruling.Never(var why) -> {
                        notDecided(why, attempt, client);
                        yield CompletableFuture.completedStage(new Checked.Unasked());
                    }
                };
        };
    }

    /** Empty if nobody can say, or is asked, now. */
    CompletionStage<Optional<Reply>> ask(Question question, Client client) {
        return switch (question) {
            case Question.Keys wanted -> keys(wanted, client).thenApply(found -> found.map(Reply.Keys::new));
            case Question.Work(Supplier<SaslStep> work) ->
                CompletableFuture.supplyAsync(() -> Optional.of(new Reply.Done(work.get())), blocking);
        };
    }

    private CompletionStage<Optional<ScramKeys>> keys(Question.Keys wanted, Client client) {
        Attempt attempt = named(wanted.user(), client);
        return switch (guard.enter(attempt)) {
            case Ruling.AtOnce() -> found(wanted, attempt);
            case Ruling.After(Duration delay) -> after(delay, client, () -> found(wanted, attempt));
            case Ruling.Never(var why) -> {
                notDecided(why, attempt, client);
                yield CompletableFuture.completedStage(Optional.empty());
            }
        };
    }

    private Attempt attempt(Credentials credentials, Client client) {
        return switch (credentials) {
            case Credentials.Password(var _, var user, var _) -> named(user, client);
            case Credentials.Proven(var _, var user, var _) -> named(user, client);
            case Credentials.Disproven(var user) -> named(user, client);
            case Credentials.Digest(var user, var _, var _) -> named(user, client);
            case Credentials.Token(var authorize, var token) ->
                authorize.isEmpty() ? guard.unnamed(token, address(client)) : named(authorize, client);
            case Credentials.Vouched(var names, var authorize) ->
                named(authorize.isEmpty() ? names.getFirst() : authorize, client);
            case Credentials.External(var authorize) -> named(authorize, client);
        };
    }

    /** By the account's own address, if it is remembered whose name it is: an alias is no further account. */
    private Attempt named(String user, Client client) {
        String name = rules.parse(user) instanceof Address.Parsed(AccountName spelled, var _, var _)
                ? mapping().whoLogsIn(user).orElse(spelled).toString()
                : user.toLowerCase(Locale.ROOT);
        return guard.named(name, address(client));
    }

    /** One that is not known is this machine's own. */
    private static InetAddress address(Client client) {
        InetAddress remote = client.peer().remote().getAddress();
        return remote == null ? InetAddress.getLoopbackAddress() : remote;
    }

    private static void notDecided(Ruling.Reason why, Attempt attempt, Client client) {
        LOG.info(
                "event=login-not-decided session={} client={} user=\"{}\" why={}",
                client.session(),
                client.peer().client(),
                LogText.of(attempt.name()),
                why.name().toLowerCase(Locale.ROOT));
    }

    private static <T> CompletionStage<T> after(Duration delay, Client client, Supplier<CompletionStage<T>> question) {
        CompletableFuture<Duration> turn = new CompletableFuture<>();
        client.later().run(delay, () -> turn.complete(delay));
        return turn.thenCompose(_ -> question.get());
    }

    /** What the check says, or that it broke: then nobody guessed. */
    private CompletionStage<Answer> decided(Credentials credentials, Service service, Attempt attempt, Client client) {
        Optional<Answer> known = check.cached(credentials, service);
        CompletionStage<Answer> answer = known.isPresent()
                ? CompletableFuture.completedStage(known.get())
                : CompletableFuture.supplyAsync(() -> check.ask(credentials, service, address(client)), blocking);
        return answer.thenApply(said -> isKnownWrong(said, credentials) ? WRONG : said)
                .whenComplete((_, bug) -> {
                    if (bug != null) {
                        guard.undecided(attempt);
                    }
                });
    }

    /** A node is not shown a second time what it has found wrong. */
    private boolean isKnownWrong(Answer answer, Credentials credentials) {
        return answer instanceof Answer.LeftToNode(var account)
                && atNode(account, credentials).filter(trials::isWrong).isPresent();
    }

    private Optional<Try> atNode(Answer.Granted account, Credentials credentials) {
        return credentials instanceof Credentials.Password(var _, var _, var password)
                ? Optional.of(trials.atNode(account, password))
                : Optional.empty();
    }

    /** When somebody hears an answer that is to come so late; never if he is gone by then. */
    private interface Telling {
        CompletionStage<Duration> due(Duration late);
    }

    private static Telling late(Client client) {
        return late -> late.isZero() ? atOnce(late) : after(late, client, () -> atOnce(late));
    }

    /** To one who has waited already. */
    private static CompletionStage<Duration> atOnce(Duration late) {
        return CompletableFuture.completedStage(late);
    }

    /** How far the log-in has come, when it is time to say so. */
    private CompletionStage<Checked> told(Answer answer, Credentials credentials, Attempt attempt, Telling telling) {
        return switch (answer) {
            case Answer.Settled settled ->
                telling.due(judge(settled, credentials, attempt)).thenApply(_ -> new Checked.Said(settled));
            case Answer.LeftToNode(var account) ->
                CompletableFuture.completedStage(
                        new Checked.LeftToNode(account, trial(account, credentials, attempt, telling)));
        };
    }

    /** The guard hears what the node says, and the client when it is time for it. */
    private NodeTrial trial(Answer.Granted account, Credentials credentials, Attempt attempt, Telling telling) {
        return new NodeTrial(new NodeTrial.Ends() {
            @Override
            public void right() {
                judge(account, credentials, attempt);
            }

            @Override
            public CompletionStage<Refusal> wrong() {
                atNode(account, credentials).ifPresent(trials::wrong);
                return telling.due(judge(WRONG, credentials, attempt)).thenApply(_ -> Refusal.CREDENTIALS);
            }

            @Override
            public void undecided() {
                guard.undecided(attempt);
            }
        });
    }

    /** Tells the guard, which says how long the answer is to take. */
    private Duration judge(Answer.Settled answer, Credentials credentials, Attempt attempt) {
        return switch (answer) {
            case Answer.Granted granted -> {
                guard.right(attempt, names(granted));
                yield Duration.ZERO;
            }
            case Answer.Refused(var kind) ->
                switch (kind) {
                    case ADDRESS, NO_MAILBOX, CREDENTIALS -> wrong(credentials, attempt);
                    case DISABLED, LOCKED, EXPIRED, MUST_CHANGE, HOURS, SERVICE, SECOND_FACTOR -> undecided(attempt);
                };
            case Answer.Unknown _ -> wrong(credentials, attempt);
            case Answer.Unavailable(var _, var shown) ->
                switch (shown) {
                    case UNSAID -> undecided(attempt);
                    case ANOTHER -> wrong(credentials, attempt);
                };
        };
    }

    private static Set<String> names(Answer.Granted granted) {
        AccountName name = granted.name();
        AccountName login = granted.basis().login();
        return name.equals(login) ? Set.of(name.toString()) : Set.of(name.toString(), login.toString());
    }

    private Duration undecided(Attempt attempt) {
        guard.undecided(attempt);
        return Duration.ZERO;
    }

    private Duration wrong(Credentials credentials, Attempt attempt) {
        return switch (credentials) {
            case Credentials.Password(var _, var _, var password) -> guard.wrong(attempt, password);
            case Credentials.Token(var _, var token) -> guard.wrong(attempt, token);
            case Credentials.Digest _,
                    Credentials.Disproven _,
                    Credentials.Proven _,
                    Credentials.Vouched _,
                    Credentials.External _ -> guard.wrong(attempt);
        };
    }

    private CompletionStage<Optional<ScramKeys>> found(Question.Keys wanted, Attempt attempt) {
        Optional<ScramKeys> known = mapping().cachedKeys(wanted.user(), wanted.hash());
        CompletionStage<Optional<ScramKeys>> keys = known.isPresent()
                ? CompletableFuture.completedStage(known)
                : CompletableFuture.supplyAsync(() -> mapping().keys(wanted.user(), wanted.hash()), blocking);
        return keys.whenComplete((found, bug) -> {
            if (bug != null || found.isEmpty()) {
                guard.undecided(attempt);
            }
        });
    }
}
