package waypost.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import waypost.identity.TransferId;

/**
 * The state of an account after all commits prepared so far, durable or not; the next one is prepared on it. Held by one preparing thread at a time
 * through its lock, which the applier never takes (a preparing thread may wait for the applier to make room). Nothing of it is shown to sessions.
 */
final class AccountHead implements Comparable<AccountHead> {
    private final long account;
    private final KeepAlive keepAlive;
    private final Table table;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<InFlight> inFlight = new ArrayDeque<>();
    private @Nullable State state;
    private long term = Journal.NO_TERM;

    /**
     * What commits are prepared on.
     *
     * @param counts as the index keeps them; what is not there counts nothing
     * @param quota limits that the account and its folders have of their own
     * @param searches what search folders look for
     */
    record State(
            StateRecord.Counters counters,
            Map<Integer, StateRecord.FolderState> folders,
            StateRecord.Keywords keywords,
            StateRecord.Subscriptions subscriptions,
            Map<Integer, StoredCounts> counts,
            Map<PropertyKey, Long> quota,
            Map<Integer, Criterion> searches,
            StateRecord.@Nullable Owned owned) {}

    /** Hangs on a commit: as long as it is on its way, its head must stay the only one of the account. */
    private record KeepAlive(Object owner) implements BiConsumer<@Nullable Position, @Nullable Throwable> {
        @Override
        public void accept(@Nullable Position position, @Nullable Throwable failure) {}
    }

    private record InFlight(CompletableFuture<Position> end, List<StateRecord> records) {}

    /** @param owner stays in memory as long as commits of this head are on their way */
    AccountHead(long account, Object owner, Table table) {
        this.keepAlive = new KeepAlive(owner);
        this.account = account;
        this.table = table;
    }

    long account() {
        return account;
    }

    /**
     * Waits for the preparing thread before, then for what it left behind if that failed.
     *
     * @param present the journal's term: what is known from another is forgotten, as there may have been another owner since
     */
    State lock(long present) throws IOException {
        lock.lock();
        boolean ready = false;
        try {
            if (term != present) {
                forget();
                term = present;
            }
            State current = fresh();
            ready = true;
            return current;
        } finally {
            if (!ready) {
                lock.unlock();
            }
        }
    }

    /** What the next commit finds, looked at with no commit between. */
    <T> T seen(long present, Function<State, T> look) throws IOException {
        State current = lock(present);
        try {
            return look.apply(current);
        } finally {
            unlock();
        }
    }

    void unlock() {
        lock.unlock();
    }

    /** The commit is on its way; one that was refused at once has never been. The lock is held. */
    void prepared(State next, CompletableFuture<Position> end, List<StateRecord> records) {
        if (end.isCompletedExceptionally()) {
            return;
        }
        state = next;
        inFlight.addLast(new InFlight(end, records)); // itself, not what follows from it: a failure shows in it at once
        var _ = end.whenComplete(keepAlive);
    }

    /** What the next commit is prepared on and is not durable yet: the last one on its way, which has the one before it as its ground. The lock is held. */
    Optional<CompletableFuture<Position>> ground() {
        return Optional.ofNullable(inFlight.peekLast()).map(InFlight::end);
    }

    /** Others have written what the next commit is to be prepared on. */
    void reread() {
        lock.lock();
        try {
            forget();
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        quiesce();
        inFlight.clear();
        state = null;
    }

    /** Waits until all that was prepared is applied or has failed. The lock is held. */
    void quiesce() {
        quiesce(_ -> true);
    }

    /**
     * The same of those commits only that have such a record. They are asked in their order, and one only when those before that had to be waited for have
     * ended: what is asked may look at what is applied. The lock is held.
     */
    void quiesce(Predicate<StateRecord> concerned) {
        for (InFlight commit : inFlight) {
            if (commit.records().stream().anyMatch(concerned)) {
                Ground.await(commit.end());
            }
        }
    }

    /** Those of the items that are there, as the next commit finds them. The lock is held. */
    List<StateRecord.Item> items(List<Long> itemNos) throws IOException {
        Map<Long, Optional<StateRecord.Item>> pending = pending();
        List<Long> settled =
                itemNos.stream().filter(itemNo -> !pending.containsKey(itemNo)).toList();
        Iterator<Optional<StateRecord.Item>> stored =
                AccountReads.items(table, account, settled).iterator();
        List<StateRecord.Item> items = new ArrayList<>();
        for (long itemNo : itemNos) {
            Optional<StateRecord.Item> known = pending.get(itemNo);
            (known == null ? stored.next() : known).ifPresent(items::add);
        }
        return items;
    }

    /** What the commits on their way make of items. An item that arrives with one can be known only when it is applied; the index has its body's place. */
    private Map<Long, Optional<StateRecord.Item>> pending() {
        Map<Long, Optional<StateRecord.Item>> pending = new HashMap<>();
        for (InFlight commit : inFlight) {
            for (StateRecord record : commit.records()) {
                if (record instanceof StateRecord.Item item && item.body().resolved()) {
                    pending.put(item.itemNo(), Optional.of(item));
                } else if (record instanceof StateRecord.ItemGone gone) {
                    pending.put(gone.itemNo(), Optional.empty());
                }
            }
        }
        return pending;
    }

    /** The threads of those of the links that are known to the next commit. The lock is held. */
    Map<Long, Long> threads(List<Long> links) throws IOException {
        Map<Long, Long> threads = ThreadIndex.threads(table, account, links);
        for (InFlight commit : inFlight) {
            for (StateRecord record : commit.records()) {
                if (record instanceof StateRecord.Item item) {
                    item.history().threading().links().stream()
                            .filter(links::contains)
                            .forEach(link -> threads.put(link, item.thread()));
                }
            }
        }
        return threads;
    }

    /**
     * Whether some commit, applied or not, has put an item into the folder that is still there. The lock is held.
     *
     * @param next what the commit does that is being prepared
     */
    boolean holdsItems(int folderId, List<StateRecord> next) throws IOException {
        Map<Long, Integer> moving = moving(next);
        boolean[] held = {moving.containsValue(folderId)};
        if (!held[0]) {
            table.scan(Family.ACCOUNTS, Keys.uids(account, folderId), (key, value) -> {
                held[0] = !moving.containsKey(MessageRow.read(key, value).itemNo());
                return !held[0];
            });
        }
        return held[0];
    }

    /** The folders into which the commits on their way and the next one put items, 0 for those that they remove. */
    private Map<Long, Integer> moving(List<StateRecord> next) {
        Map<Long, Integer> moving = new HashMap<>();
        Stream<StateRecord> ahead = inFlight.stream().flatMap(commit -> commit.records().stream());
        Stream.concat(ahead, next.stream()).forEach(record -> {
            if (record instanceof StateRecord.Item item) {
                moving.put(item.itemNo(), item.folderId());
            } else if (record instanceof StateRecord.ItemGone gone) {
                moving.put(gone.itemNo(), 0);
            }
        });
        return moving;
    }

    Table table() {
        return table;
    }

    /** What the commits on their way make of properties. The lock is held. */
    Map<PropertyKey, StateRecord> pendingProperties() {
        Map<PropertyKey, StateRecord> pending = new HashMap<>();
        for (InFlight commit : inFlight) {
            for (StateRecord record : commit.records()) {
                if (record instanceof StateRecord.PropertyState there) {
                    pending.put(there.key(), there);
                } else if (record instanceof StateRecord.PropertyGone gone) {
                    pending.put(gone.key(), gone);
                }
            }
        }
        return pending;
    }

    /** What a principal has marked of these items of a folder, as the next commit finds it. The lock is held. */
    Map<Long, StateRecord.SeenBy> marks(int folderId, String principal, List<StateRecord.Item> items)
            throws IOException {
        Map<Long, StateRecord.SeenBy> marks = new HashMap<>();
        AccountReads.marks(table, account, folderId, principal, items).forEach(mark -> marks.put(mark.itemNo(), mark));
        for (InFlight commit : inFlight) {
            for (StateRecord record : commit.records()) {
                if (record instanceof StateRecord.SeenBy mark
                        && mark.folderId() == folderId
                        && mark.principal().equals(principal)) {
                    marks.put(mark.itemNo(), mark);
                }
            }
        }
        items.forEach(item -> marks.computeIfPresent(item.itemNo(), (_, mark) -> mark.of(item) ? mark : null));
        return marks;
    }

    /** What a search folder says of those of the items that it shows or waits for, as the next commit finds it. The lock is held. */
    Map<Long, StateRecord.Member> members(int folderId, List<Long> itemNos) throws IOException {
        Map<Long, StateRecord.Member> members = new HashMap<>();
        AccountReads.members(table, account, folderId, itemNos).forEach(member -> members.put(member.itemNo(), member));
        for (InFlight commit : inFlight) {
            for (StateRecord record : commit.records()) {
                if (record instanceof StateRecord.Member member && member.folderId() == folderId) {
                    members.put(member.itemNo(), member);
                } else if (record instanceof StateRecord.MemberGone gone && gone.folderId() == folderId) {
                    members.remove(gone.itemNo());
                }
            }
        }
        return members;
    }

    /** A transfer to the recipient, on its way or durable, that makes storing this one needless. The lock is held. */
    Optional<TransferId> earlier(TransferId transfer, String recipient, TransferLedger.Seen arriving, DoneMarks marks)
            throws IOException {
        var known = AccountReads.transfers(table, account, transfer, recipient, arriving.digest());
        known.replaceAll(marks::marked);
        for (InFlight commit : inFlight) {
            for (StateRecord record : commit.records()) {
                if (record instanceof StateRecord.Transferred sent
                        && sent.recipient().equals(recipient)) {
                    known.add(marks.marked(new TransferLedger.Remembered(sent.transfer(), sent.seen())));
                }
            }
        }
        return switch (TransferLedger.decide(transfer, arriving, known)) {
            case TransferLedger.Decision.Store() -> Optional.empty();
            case TransferLedger.Decision.AlreadyHere(TransferId earlier) -> Optional.of(earlier);
        };
    }

    /** When one of the commits has failed, those behind it have or will: what is left is in the table once they have ended. */
    private State fresh() throws IOException {
        for (Iterator<InFlight> commits = inFlight.iterator(); commits.hasNext(); ) {
            CompletableFuture<Position> end = commits.next().end();
            if (end.isDone()) {
                commits.remove();
                state = end.isCompletedExceptionally() ? null : state;
            }
        }
        State current = state;
        if (current == null) {
            quiesce();
            inFlight.clear();
            current = AccountReads.state(table, account);
            state = current;
        }
        return current;
    }

    @Override
    public int compareTo(AccountHead other) {
        return Long.compareUnsigned(account, other.account);
    }
}
