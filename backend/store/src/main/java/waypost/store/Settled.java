package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import waypost.identity.AccountId;

/**
 * Which accounts of a volume are certainly its own. Of a volume that was restored none is before the other nodes have been asked: any may have moved away since the
 * backup was taken. A file in its folder says so: with the word "all", or with the ids of some, a line each. Any thread.
 */
final class Settled {
    /** The file. */
    static final String UNSETTLED = "unsettled";

    private static final String NEXT = "unsettled.next";
    private static final String ALL = "all\n";

    private final Disk root;
    private volatile State state;

    /** @param whole whether any account is settled; then it is those that are not in the set */
    private record State(boolean whole, Set<AccountId> open) {}

    private Settled(Disk root, State state) {
        this.root = root;
        this.state = state;
    }

    static Settled read(Disk root) throws IOException {
        if (!root.list().contains(UNSETTLED)) {
            return new Settled(root, new State(true, Set.of()));
        }
        try (Disk.DiskFile file = root.open(UNSETTLED)) {
            ByteBuffer octets = ByteBuffer.allocate((int) file.size());
            file.read(octets, 0);
            String text = StandardCharsets.US_ASCII.decode(octets.flip()).toString();
            if (text.equals(ALL)) {
                return new Settled(root, new State(false, Set.of()));
            }
            Set<AccountId> open = text.lines().map(AccountId::parse).collect(Collectors.toCollection(TreeSet::new));
            return new Settled(root, new State(true, open));
        } catch (IllegalArgumentException malformed) {
            throw new IOException("a line of the file " + UNSETTLED + " is no account's id", malformed);
        }
    }

    /** Whether all others have been heard of the accounts, so that it is known which there are. */
    boolean whole() {
        return state.whole();
    }

    boolean is(AccountId account) {
        State now = state;
        return now.whole() && !now.open().contains(account);
    }

    /** Those that are in doubt, when all others are known. */
    Set<AccountId> open() {
        return state.open();
    }

    /** All accounts but these are settled from now on, durably. */
    synchronized void settle(Set<AccountId> but) throws IOException {
        if (but.isEmpty()) {
            if (root.list().contains(UNSETTLED)) {
                root.delete(UNSETTLED);
                root.force();
            }
        } else {
            write(root, but.stream().map(id -> id + "\n").collect(Collectors.joining()));
        }
        state = new State(true, Set.copyOf(but));
    }

    /** Of a volume that is restored. Durable when it returns. */
    static void open(Disk root) throws IOException {
        write(root, ALL);
    }

    private static void write(Disk root, String text) throws IOException {
        if (root.list().contains(NEXT)) {
            root.delete(NEXT);
        }
        try (Disk.DiskFile file = root.create(NEXT)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
            file.force();
        }
        root.rename(NEXT, UNSETTLED);
        root.force();
    }
}
