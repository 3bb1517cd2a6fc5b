package waypost.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waypost.identity.AccountId;
import waypost.identity.NodeName;
import waypost.identity.Referral;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.ImapLogin;
import waypost.protocol.imap.ImapLogin.Trait;
import waypost.protocol.imap.ImapSession;
import waypost.protocol.imap.Mailboxes.SpecialUse;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.Outside;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.sasl.TicketContext;
import waypost.testkit.MemorySession.Feeding;

/** One user's mailboxes with a few messages, and connections to them. */
final class ImapFixture {
    static final Set<Trait> SECURE = Set.of(Trait.SECURE);
    private static final int MAX_FAILURES = 3;

    /** RFC 7677 §3: the server's nonce, and the keys of "pencil". */
    private static final String NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    private static final ScramKeys KEYS = new ScramKeys(
            ScramHash.SHA_256,
            Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="),
            4096,
            Base64.getDecoder().decode("WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="),
            Base64.getDecoder().decode("wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="));

    /** The messages are a minute old. */
    private static final InstantSource CLOCK =
            InstantSource.fixed(MemoryAccount.ARRIVAL.plusMinutes(1).toInstant());

    private final MemoryAccount account = new MemoryAccount(1_000_000);
    private final Set<Trait> traits;
    private final Set<Mechanism> more;
    private final Feeding feeding;
    private final ImapExtensions extensions;

    ImapFixture(Set<Trait> traits, Feeding feeding) throws IOException {
        this(traits, feeding, ImapExtensions.ALL);
    }

    ImapFixture(Set<Trait> traits, Feeding feeding, ImapExtensions extensions) throws IOException {
        this(traits, Set.of(), feeding, extensions);
    }

    /** @param more mechanisms than a listener has that is not told */
    ImapFixture(Set<Trait> traits, Set<Mechanism> more, Feeding feeding, ImapExtensions extensions) throws IOException {
        this.extensions = extensions;
        this.more = more;
        this.traits = traits;
        this.feeding = feeding;
        account.deliver("INBOX", message("One"), List.of("\\Seen"));
        account.deliver("INBOX", message("Two"), List.of());
        account.deliver("INBOX", message("Three"), List.of("\\Flagged", "$Work"));
        // as a new account of the store has them, without those that the transcripts make themselves
        account.use(SpecialUse.SENT, "Sent");
        account.use(SpecialUse.DRAFTS, "Drafts");
        account.use(SpecialUse.TRASH, "Trash");
        account.use(SpecialUse.JUNK, "Junk");
        account.use(SpecialUse.ARCHIVE, "Archive");
        for (String name : List.of("Sent", "Drafts", "Trash", "Junk")) {
            account.delete(name);
        }
        account.deliver("Lists/java", message("Java"), List.of());
    }

    private static String message(String word) {
        String text = "From: ann@example.com\r\nSubject: " + word + "\r\n\r\n" + word + "\r\n";
        return word.equals("Three") ? text.replace("\r\n\r\nThree", "\r\n\r\n333") : text;
    }

    MemorySession connect() throws IOException {
        return new MemorySession(
                new ImapLogin(new ImapLogin.Options(traits, offer(), MAX_FAILURES)), new Desk(), feeding);
    }

    private SaslOffer offer() {
        Set<Mechanism> mechanisms = new HashSet<>(more);
        if (traits.contains(Trait.SECURE)) {
            mechanisms.addAll(List.of(Mechanism.PLAIN, Mechanism.LOGIN));
        }
        if (traits.contains(Trait.INTERNAL)) {
            mechanisms.add(Mechanism.EXTERNAL);
        }
        return new SaslOffer(mechanisms, Optional.empty(), () -> NONCE)
                .to(traits.contains(Trait.INTERNAL) ? new Outside.Node() : new Outside.User(List.of("alice")))
                .with(Words::new);
    }

    /** Kerberos of words: one of them is alice's ticket, and what is wrapped stands between brackets. */
    private static final class Words implements TicketContext {
        @Override
        public Accepted accept(byte[] token) {
            return switch (new String(token, StandardCharsets.US_ASCII)) {
                case "ticket" -> new Accepted.Established("answer".getBytes(StandardCharsets.US_ASCII), "alice");
                case "away" -> new Accepted.Unavailable();
                default -> new Accepted.Refused();
            };
        }

        @Override
        public byte[] wrap(byte[] message) {
            return ("[" + new String(message, StandardCharsets.US_ASCII) + "]").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Optional<byte[]> unwrap(byte[] token) {
            return Optional.of(Arrays.copyOfRange(token, 1, token.length - 1));
        }
    }

    private final class Desk implements Gate {
        @Override
        public Decision decide(Credentials credentials) {
            return ImapFixture.this.decide(credentials);
        }

        /** Of "pencil", for all but those whose directory is away. */
        @Override
        public Optional<ScramKeys> keys(Question.Keys wanted) {
            return wanted.user().equals("down") ? Optional.empty() : Optional.of(KEYS);
        }
    }

    /** A connection that is logged in already. */
    MemorySession session() throws IOException {
        MemorySession session = connect();
        session.line();
        session.send("L LOGIN alice secret\r\n".getBytes(StandardCharsets.US_ASCII));
        Optional<String> answer = session.line();
        if (!answer.orElse("").startsWith("L OK")) {
            throw new AssertionError("log-in: " + answer);
        }
        return session;
    }

    private Gate.Decision decide(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Password password ->
                password.password().value().equals("secret")
                        ? decide(password.user())
                        : new Gate.Refuse(Refusal.CREDENTIALS);
            case Credentials.External(String user) -> decide(user);
            case Credentials.Vouched(List<String> names, String user) ->
                decide(user.isEmpty() ? names.getFirst() : user);
            case Credentials.Proven(var _, String user, var _) -> decide(user);
            case Credentials.Disproven _ -> new Gate.Refuse(Refusal.CREDENTIALS);
            case Credentials.Token(String user, var token) ->
                token.value().equals("good") ? decide(user) : new Gate.Refuse(Refusal.CREDENTIALS);
            case Credentials.Digest(String user, var _, var _) -> decide(user);
        };
    }

    private Gate.Decision decide(String user) {
        return switch (user) {
            case "alice" ->
                new Gate.Serve(
                        new ImapSession(
                                account.open(),
                                extensions,
                                cause -> {
                                    throw new AssertionError(cause);
                                },
                                CLOCK),
                        extensions.servedBy(account.open()).capabilities(account.largestMessage()));
            case "moved" -> new Gate.Refer(new Referral(AccountId.of(1, 7), new NodeName("store2"), 5));
            case "down" -> new Gate.Refuse(Refusal.UNAVAILABLE);
            case "expired" -> new Gate.Refuse(Refusal.EXPIRED);
            case "disabled" -> new Gate.Refuse(Refusal.DISABLED);
            case "webonly" -> new Gate.Refuse(Refusal.SERVICE);
            case "twofactor" -> new Gate.Refuse(Refusal.SECOND_FACTOR);
            case "busy" -> new Gate.Refuse(Refusal.LIMIT);
            default -> new Gate.Refuse(Refusal.CREDENTIALS);
        };
    }
}
