package waypost.cluster;

import java.util.Optional;
import java.util.OptionalLong;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.Referral;
import waypost.mapping.Addressees;
import waypost.mapping.Answer;
import waypost.mapping.Explanation;
import waypost.mapping.Mapping;
import waypost.mapping.Nodes;
import waypost.mapping.Route;
import waypost.store.Store;

/**
 * Says for each log-in and delivery whether this node has the account, who else has it, or makes it. The journal's record decides, whatever
 * a directory says; only where there is no record is the directory asked, past its cache, and only if it names this node is the account
 * created. A directory that names another node is followed only with an epoch above the one the asker came with: without one the two
 * directories, his and ours, differ for the moment, and he is to come again. Blocking; virtual threads.
 */
public final class AccountResolver {
    private static final long FIRST_EPOCH = 1;

    /** In a referral that follows the directory, which knows no account ids. */
    private static final AccountId NOT_KNOWN = new AccountId(0);

    private final NodeName self;
    private final Nodes nodes;
    private final Mapping mapping;
    private final Store store;
    private final AccountNames names;
    private final Claims claims;

    public AccountResolver(NodeName self, Nodes nodes, Mapping mapping, Store store, Claims claims) {
        this.self = self;
        this.nodes = nodes;
        this.mapping = mapping;
        this.store = store;
        this.names = new AccountNames(mapping, store);
        this.claims = claims;
    }

    /** For an asker who knows no more than an address, in any spelling. */
    public Resolution resolve(String address) {
        Resolution remembered = located(address);
        return remembered instanceof Resolution.Stale ? located(address) : remembered;
    }

    private Resolution located(String address) {
        return switch (mapping.locate(address)) {
            case Answer.Granted granted -> located(granted);
            case Answer.Unknown _ -> new Resolution.None(Resolution.Absence.UNKNOWN);
            case Answer.Refused(var kind) -> refused(kind);
            case Answer.Unavailable(var reason, var _) -> new Resolution.Unavailable(reason);
        };
    }

    /** Here it is this node's own memory that is wrong. */
    private Resolution located(Answer.Granted granted) {
        Resolution found = resolve(
                granted.name(), granted.directoryId(), granted.route().epoch().orElse(0));
        if (found instanceof Resolution.Stale) {
            mapping.outdated(granted.directoryId());
        }
        return found;
    }

    /**
     * For an asker whose directory has said who it is.
     *
     * @param epoch that he came with; 0 if he knows none
     */
    public Resolution resolve(AccountName name, DirectoryId id, long epoch) {
        Optional<Ownership> record = store.accounts().find(id);
        if (record.isPresent()) {
            Resolution found = by(new RecordedAt(self, names.heard(name, record.get())));
            return found instanceof Resolution.None ? gone(name, id) : found;
        }
        if (!store.settled()) {
            return new Resolution.Unavailable(
                    "volumes are not open: " + store.failures().keySet() + ", or not settled");
        }
        return switch (mapping.explain(name.toString()).answer()) {
            case Answer.Granted granted when granted.directoryId().equals(id) -> unrecorded(granted, epoch);
            case Answer.Granted granted -> new Resolution.Stale(nowOf(granted.directoryId()));
            case Answer.Unknown _, Answer.Refused _ ->
                new Resolution.Unavailable("this node's directory does not know it, or refuses it");
            case Answer.Unavailable(var reason, var _) -> new Resolution.Unavailable(reason);
        };
    }

    /** That it is gone is a finding about the entry. Its name may be another's by now, whose mail is not refused because of that. */
    private Resolution gone(AccountName name, DirectoryId id) {
        Explanation now = mapping.explain(name.toString());
        if (now.answer() instanceof Answer.Granted granted
                && granted.directoryId().equals(id)) {
            return new Resolution.None(Resolution.Absence.GONE);
        }
        return switch (now.said().mail()) {
            case Addressees.One(Answer.Granted granted) -> new Resolution.Stale(nowOf(granted.directoryId()));
            case Addressees.Several _ -> new Resolution.Stale("the directory now has several by this name");
            case Addressees.One(Answer.Unavailable(var reason, var _)) -> new Resolution.Unavailable(reason);
            case Addressees.One(Answer.Unknown _), Addressees.One(Answer.Refused _) ->
                new Resolution.None(Resolution.Absence.GONE);
        };
    }

    private static String nowOf(DirectoryId id) {
        return "the directory now has entry " + id + " by this name";
    }

    private Resolution unrecorded(Answer.Granted granted, long epoch) {
        Route route = granted.route();
        Optional<NodeName> named = nodes.resolve(route);
        if (named.isEmpty()) {
            return new Resolution.Unavailable("the directory names " + route.target() + ", no node of the cluster");
        }
        if (named.get().equals(self)) {
            return create(granted);
        }
        OptionalLong above = route.epoch();
        return above.isPresent() && above.getAsLong() > epoch
                ? new Resolution.Elsewhere(new Referral(NOT_KNOWN, named.get(), above.getAsLong()))
                : new Resolution.Unavailable("no record here, and the directory names " + named.get());
    }

    private Resolution create(Answer.Granted granted) {
        Optional<String> volume = Optional.of(granted.route().target())
                .filter(target -> store.volume(target).isPresent());
        long epoch = Math.max(FIRST_EPOCH, granted.route().epoch().orElse(FIRST_EPOCH));
        return switch (claims.claim(new Claims.Wish(granted.directoryId(), granted.name(), epoch, volume))) {
            case Claims.Ending.Won(var record) -> by(new RecordedAt(self, record));
            case Claims.Ending.Lost(var elsewhere, var why) ->
                elsewhere.map(this::by).orElseGet(() -> new Resolution.Unavailable(why));
        };
    }

    private Resolution by(RecordedAt found) {
        if (found.node().equals(self) && found.record().serves()) {
            AccountId id = found.record().id();
            boolean settled = store.accounts()
                    .volume(id)
                    .filter(volume -> volume.settled(id))
                    .isPresent();
            return settled
                    ? new Resolution.Here(found.record())
                    : new Resolution.Unavailable(
                            "its volume is not served here at present, or was restored and is not settled yet");
        }
        return found.referral()
                .<Resolution>map(Resolution.Elsewhere::new)
                .orElseGet(() -> new Resolution.None(Resolution.Absence.GONE));
    }

    private static Resolution refused(Answer.Kind kind) {
        return switch (kind) {
            case ADDRESS -> new Resolution.None(Resolution.Absence.UNKNOWN);
            case DISABLED -> new Resolution.None(Resolution.Absence.DISABLED);
            case NO_MAILBOX, CREDENTIALS, LOCKED, EXPIRED, MUST_CHANGE, HOURS, SERVICE, SECOND_FACTOR ->
                new Resolution.Unavailable("the directory says " + kind);
        };
    }
}
