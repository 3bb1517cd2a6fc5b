package waypost.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.DirectoryId;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;
import waypost.mapping.Addressees;
import waypost.mapping.Answer;
import waypost.mapping.ChallengeDigest;
import waypost.mapping.Explanation;
import waypost.mapping.Generation;
import waypost.mapping.Identity;
import waypost.mapping.Mapping;
import waypost.mapping.Presence;
import waypost.mapping.Route;
import waypost.mapping.Service;

/** A mapping that says what a test put there, of addresses spelled as they were put. */
public class CannedMapping implements Mapping {
    private final Map<String, Answer.Settled> answers = new ConcurrentHashMap<>();
    private final Map<DirectoryId, Presence> presences = new ConcurrentHashMap<>();
    private final Map<String, Optional<Set<DirectoryId>>> holders = new ConcurrentHashMap<>();

    /** An account whose directory id is made of its name. */
    public CannedMapping account(AccountName name, String target) {
        return answer(name.toString(), granted(name, idOf(name), new Route(target, OptionalLong.empty())));
    }

    public CannedMapping answer(String address, Answer.Settled answer) {
        answers.put(address, answer);
        return this;
    }

    /** Who has an address, unless it is who the answer is about. */
    public CannedMapping holders(String address, Optional<Set<DirectoryId>> ids) {
        holders.put(address, ids);
        return this;
    }

    /** What is said of an id; without it, that no entry has it. */
    public CannedMapping presence(DirectoryId id, Presence presence) {
        presences.put(id, presence);
        return this;
    }

    public static DirectoryId idOf(AccountName name) {
        return new DirectoryId("id-" + name.local());
    }

    public static Answer.Granted granted(AccountName name, DirectoryId id, Route route) {
        return new Answer.Granted(
                name,
                id,
                route,
                Set.of(Service.IMAP),
                AccountLimits.NONE,
                "canned",
                Instant.EPOCH,
                false,
                new Answer.Basis(name, Generation.NONE));
    }

    @Override
    public Answer.Settled locate(String address) {
        return answers.getOrDefault(address, new Answer.Unknown());
    }

    @Override
    public Addressees whose(String address) {
        return new Addressees.One(locate(address));
    }

    @Override
    public Optional<Addressees> cachedWhose(String address) {
        return Optional.empty();
    }

    @Override
    public Answer authenticate(String user, Secret password, Service service) {
        return locate(user);
    }

    @Override
    public Optional<Answer.Settled> cachedLocate(String address) {
        return Optional.empty();
    }

    @Override
    public Optional<Answer> cachedAuthenticate(String user, Secret password, Service service) {
        return Optional.empty();
    }

    @Override
    public Identity identify(String user, Service service) {
        return switch (locate(user)) {
            case Answer.Granted account -> new Identity.Known(account);
            case Answer.Denied why -> new Identity.Nobody(why);
        };
    }

    @Override
    public Optional<Identity> cachedIdentify(String user, Service service) {
        return Optional.empty();
    }

    @Override
    public Answer authenticate(ChallengeDigest shown, Service service) {
        return locate(shown.user());
    }

    @Override
    public Optional<ScramKeys> keys(String user, ScramHash hash) {
        return Optional.empty();
    }

    @Override
    public Answer proven(String user, ScramKeys by, Service service) {
        return locate(user);
    }

    @Override
    public Optional<Answer> cachedProven(String user, ScramKeys by, Service service) {
        return Optional.empty();
    }

    @Override
    public Optional<ScramKeys> cachedKeys(String user, ScramHash hash) {
        return Optional.empty();
    }

    @Override
    public Optional<AccountName> whoLogsIn(String user) {
        return Optional.empty();
    }

    @Override
    public void outdated(DirectoryId id) {}

    @Override
    public Explanation explain(String address) {
        return new Explanation(new Address.Refused(Address.Fault.EMPTY), List.of(), Optional.empty(), locate(address));
    }

    @Override
    public Presence presence(DirectoryId id) {
        return presences.getOrDefault(id, new Presence.Absent());
    }

    @Override
    public Optional<Set<DirectoryId>> holders(String address) {
        Set<DirectoryId> answered =
                locate(address) instanceof Answer.Granted granted ? Set.of(granted.directoryId()) : Set.of();
        return holders.getOrDefault(address, Optional.of(answered));
    }

    @Override
    public DomainAnswer domain(String address) {
        return answers.containsKey(address) ? DomainAnswer.OURS : DomainAnswer.FOREIGN;
    }
}
