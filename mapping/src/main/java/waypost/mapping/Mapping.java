package waypost.mapping;

import java.util.Optional;
import java.util.Set;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;

/**
 * Who a name is, and where the account should live. Takes every spelling. The plain questions may block for as long as the directory's
 * timeouts and belong on virtual threads; the cached ones never block, so an event loop may ask them first.
 */
public interface Mapping {
    /** Whose address this is, aliases followed: the account, wherever its mail goes. */
    Answer.Settled locate(String address);

    /** Whose mail an address is: aliases, groups and forwards followed. */
    Addressees whose(String address);

    /** The answer of {@link #whose}, if no map has to be asked for it. */
    Optional<Addressees> cachedWhose(String address);

    /** Whether this user, with this password, may use the service. */
    Answer authenticate(String user, Secret password, Service service);

    /** The answer of {@link #locate}, if no map has to be asked for it. */
    Optional<Answer.Settled> cachedLocate(String address);

    /** The answer of {@link #authenticate}, if no map has to be asked for it. */
    Optional<Answer> cachedAuthenticate(String user, Secret password, Service service);

    /** Whose the name is, and whether that user may use the service: for one who shows who he is to somebody else. */
    Identity identify(String user, Service service);

    /** The answer of {@link #identify}, if no map has to be asked for it. */
    Optional<Identity> cachedIdentify(String user, Service service);

    /**
     * Whether a user may use the service who was found to know the password of which these keys are made. Whatever name they were asked for by, they open
     * the account of no other entry.
     *
     * @param by as {@link #keys} gave them
     */
    Answer proven(String user, ScramKeys by, Service service);

    /** The answer of {@link #proven}, if no map has to be asked for it. */
    Optional<Answer> cachedProven(String user, ScramKeys by, Service service);

    /** Whether a user may use the service whose client shows a digest of a challenge, which only a password that can be read is compared with. */
    Answer authenticate(ChallengeDigest shown, Service service);

    /**
     * What a user's password is checked by where it is not shown (RFC 5802 §3); empty if nobody can say now. Of a name that is unknown, or
     * has no such keys, these are keys that no password fits, the same at each time of asking.
     */
    Optional<ScramKeys> keys(String user, ScramHash hash);

    /** The answer of {@link #keys}, if no map has to be asked for it. */
    Optional<ScramKeys> cachedKeys(String user, ScramHash hash);

    /** The address of the account that logs in by this name, as far as it is remembered, be it from long ago. Never blocks. */
    Optional<AccountName> whoLogsIn(String user);

    /** A node has found that an entry is not what it was: what is remembered of it is asked for again. Never blocks. */
    void outdated(DirectoryId id);

    /** Asks the maps, past the cache, and tells what each said. */
    Explanation explain(String address);

    /** Whether an entry is still there, and its address today: asks the maps, past the cache. Blocks as {@link #locate}. */
    Presence presence(DirectoryId id);

    /**
     * The entries that have this address in any map, be one of them preferred or not: asks the maps, past the cache. Empty if one of them cannot say. A
     * catch-all does not have an address. Blocks as {@link #locate}.
     */
    Optional<Set<DirectoryId>> holders(String address);

    /** Whether some map names the domain of this address: mail for it is ours to accept or to refuse as unknown. Blocks as {@link #locate}. */
    DomainAnswer domain(String address);

    /** Whether a domain is served here. */
    enum DomainAnswer {
        OURS,
        FOREIGN,
        UNAVAILABLE
    }
}
