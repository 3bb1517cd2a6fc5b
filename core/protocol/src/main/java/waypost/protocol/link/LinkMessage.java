package waypost.protocol.link;

import java.util.List;
import waypost.config.Network;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.SharedKey;

/**
 * A message between two nodes on the link: best effort, idempotent, in no order. Each says what happens when it does not arrive: something
 * is slower or stricter, never a wrong owner or a bypassed password.
 */
public sealed interface LinkMessage {
    /**
     * The first message of each side of a connection.
     *
     * @param version of the message list that the sender speaks; unknown messages are skipped, so versions need not be equal
     * @param node must be the name that the peer's certificate or secret proves. Without this message: nothing else is read, and the
     *     connection is closed.
     * @param nodes as the sender is configured
     */
    record Hello(int version, NodeName node, NodeListDigest nodes) implements LinkMessage {}

    /** What stores ask each other; front ends ask about owners, too. */
    sealed interface OfStores extends LinkMessage {}

    /** What front ends tell each other, and nobody else. */
    sealed interface OfFrontEnds extends LinkMessage {}

    /** What front ends ask stores, and stores tell front ends. */
    sealed interface OfSecrets extends LinkMessage {}

    /**
     * Asks for any record of an account that is to be created. Without it, or without its answer: the account is not created now, and
     * the client is told to come again.
     *
     * @param claim random number of this try; an answer counts for no other
     */
    record WhoHas(long claim, DirectoryId directoryId, AccountName name, NodeListDigest nodes) implements OfStores {}

    record HasAnswer(long claim, DirectoryId directoryId, Standing standing) implements OfStores {}

    /**
     * Asks what a node's journal says of an account: after a failed hand-over, in a move, after a restore, and for an administrator. Without
     * it, or without its answer: what the asker wanted to do waits, and it asks again; the administrator is told that nobody said.
     */
    record OwnershipQuestion(long question, DirectoryId directoryId) implements OfStores {}

    record OwnershipAnswer(long question, DirectoryId directoryId, Standing standing) implements OfStores {}

    /**
     * The key that the sender goes by, of which all front ends take the one that was made first. Without it: the two understand nothing of
     * each other's hashes, and each judges for itself.
     */
    record Key(SharedKey key) implements OfFrontEnds {}

    /**
     * What was decided of a network: that nobody logs in from there for a while, or, where it is over already, that everybody may again. Told
     * when it is decided, and all of them when two meet. Without it: the sender's front end alone keeps to it, until they meet again.
     *
     * @param changed milliseconds since 1970 when it was decided, as {@code until} when it is over and {@code kept} when it may be
     *     forgotten; the last decision holds
     * @param absolute whether an administrator wants it, and it holds for those who are at home there, too
     */
    record Ban(Network network, long changed, NodeName origin, long until, long kept, boolean absolute, String reason)
            implements OfFrontEnds {}

    /**
     * A log-in was wrong; what it was about as hashes. Without it: who guesses has as many tries again at the other front ends.
     *
     * @param key of the hashes; those of another key are not understood, and skipped
     * @param athome whether the account has logged in from there of late
     * @param networks from the narrowest on; none where they are not judged
     */
    record Failed(long key, long account, long pair, long place, long proof, boolean athome, List<Long> networks)
            implements OfFrontEnds {
        public Failed {
            networks = List.copyOf(networks);
        }
    }

    /**
     * A password that is shown for an entry, as hashes.
     *
     * @param key of the hashes, as of {@link Failed}
     * @param high half of what the password is known by, as {@code low} is
     * @param dated whether it is another one when it is set anew
     */
    record Shown(long key, long account, long high, long low, boolean dated) {}

    /** What a directory says of a password. */
    enum Said {
        /** Nothing, or nothing of the password. */
        NOTHING,
        RIGHT,
        WRONG
    }

    /**
     * Asks the front end where turns of this account are given whether the directory may be asked about a password. Without it, or without its
     * answer within two seconds: it is asked without a turn, and may hear of a password more than once.
     *
     * @param question number of this one; an answer is of no other
     */
    record Turn(long question, Shown shown) implements OfFrontEnds {}

    /** The directory is to be asked, if nothing is known, or need not be. */
    record TurnAnswer(long question, Said known) implements OfFrontEnds {}

    /** What a directory has said of a password, when it was asked. Without it: it is asked about the same one again. */
    record Tried(Shown shown, Said said) implements OfFrontEnds {}

    /**
     * Asks for a copy of a directory. Without it, or without its answer within some seconds: the directory is read, which has to be there for that and takes
     * longer.
     *
     * @param question number of this one; an answer is of no other
     * @param subject a digest of all that decides what a copy says
     * @param edition 0 to hear what there is, else that of which a piece is wanted
     * @param from where in it the piece begins, in octets
     */
    record CopyQuestion(long question, String subject, long edition, long from) implements OfFrontEnds {
        /** No edition has this number. */
        public static final long ANY = 0;
    }

    record CopyAnswer(long question, CopySaid said) implements OfFrontEnds {}

    /** An account has logged in from somewhere, for the first time today. Without it: it is new at the other front ends. */
    record LoggedIn(long key, long account, long pair, List<Long> networks) implements OfFrontEnds {
        public LoggedIn {
            networks = List.copyOf(networks);
        }
    }

    /**
     * Asks the node of an account for what its user proves himself with, beside what a directory has. Without it, or without its answer: log-ins by app passwords
     * and codes are put off, and so are those of users of whom the front end does not know that the password alone is enough.
     */
    record SecretsQuestion(long question, SecretsOf whose, SecretsAsked asked) implements OfSecrets {}

    record SecretsAnswer(long question, SecretsSaid said) implements OfSecrets {}

    /**
     * An account has other secrets than before. Without it: what was revoked is good, and what was begun by it goes on, until a front end asks again, as it does
     * within {@code cache.verifier}.
     */
    record SecretsChanged(DirectoryId directoryId) implements OfSecrets {}
}
