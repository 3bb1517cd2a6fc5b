package waypost.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import waypost.identity.AccountLimits;

/**
 * How much an account may hold (RFC 9208 §5). What is above a limit already stays, and what only moves within an account or changes flags is never refused;
 * but a folder that has limits of its own takes no more than those, wherever a message comes from.
 *
 * @param storage octets of all messages
 * @param messages of all folders
 * @param folderMessages of any one folder
 */
public record QuotaLimits(long storage, long messages, long folderMessages) {
    public static final long NONE = Long.MAX_VALUE;
    public static final QuotaLimits UNLIMITED = new QuotaLimits(NONE, NONE, NONE);

    /**
     * The names of the {@link PropertyKind#QUOTA} properties of an account that stand in place of these limits, and of those of a folder, which has the
     * first two only. Each value is a number or "unlimited".
     */
    public static final String STORAGE = "storage";

    public static final String MESSAGES = "messages";
    public static final String FOLDER_MESSAGES = "folder-messages";
    /** Before the names of those that the directory gives, which stand behind the account's own. */
    private static final String GIVEN = "given-";

    private static final String UNLIMITED_TEXT = "unlimited";
    private static final int DIGITS = 18;
    private static final long MOST = 999_999_999_999_999_999L;

    /**
     * What an account or a folder has of its own in place of these, or by its directory.
     *
     * @param owner a folder, or {@link PropertyKey#ACCOUNT}
     */
    QuotaLimits with(Map<PropertyKey, Long> own, int owner) {
        return own.isEmpty()
                ? this
                : new QuotaLimits(
                        most(own, owner, STORAGE, storage),
                        most(own, owner, MESSAGES, messages),
                        most(own, owner, FOLDER_MESSAGES, folderMessages));
    }

    private static long most(Map<PropertyKey, Long> own, int owner, String name, long standard) {
        return own.getOrDefault(key(owner, name), own.getOrDefault(key(owner, GIVEN + name), standard));
    }

    /** The changes by which an account has these by its directory, and no others. */
    static List<PropertyChange> given(AccountLimits limits, Map<PropertyKey, Long> before) {
        List<PropertyChange> changes = new ArrayList<>();
        given(STORAGE, limits.storage(), before, changes);
        given(MESSAGES, limits.messages(), before, changes);
        given(FOLDER_MESSAGES, limits.folderMessages(), before, changes);
        return changes;
    }

    private static void given(
            String name, OptionalLong limit, Map<PropertyKey, Long> before, List<PropertyChange> changes) {
        PropertyKey key = key(PropertyKey.ACCOUNT, GIVEN + name);
        if (limit.isEmpty() && before.containsKey(key)) {
            changes.add(new PropertyChange.Remove(key));
        }
        limit.ifPresent(most -> {
            long stored = most > MOST ? NONE : most;
            if (before.getOrDefault(key, -1L) != stored) {
                changes.add(own(GIVEN + name, stored));
            }
        });
    }

    /** These limits of a folder, as they are worth in an account that has those: a folder cannot hold more than its account. */
    QuotaLimits within(QuotaLimits account) {
        long most = Math.min(account.messages, account.folderMessages);
        return new QuotaLimits(
                storage == NONE ? NONE : Math.min(storage, account.storage),
                messages == NONE ? NONE : Math.min(messages, most),
                NONE);
    }

    /** Whether there is room for one message more. */
    boolean allow(StoredCounts account, StoredCounts folder, long octets) {
        return account.messages() < messages
                && folder.messages() < folderMessages
                && account.octets() <= storage - Math.min(storage, octets)
                && octets <= storage;
    }

    /** The change that gives an account a limit of its own. */
    public static PropertyChange own(String name, long limit) {
        String text = limit == NONE ? UNLIMITED_TEXT : Long.toString(limit);
        return new PropertyChange.Set(key(PropertyKey.ACCOUNT, name), PropertyValue.of(text));
    }

    /** The changes that give a folder these limits and no others; one that nobody can reach is none. */
    public static List<PropertyChange> ofFolder(int folderId, long storage, long messages) {
        return List.of(ofFolder(folderId, STORAGE, storage), ofFolder(folderId, MESSAGES, messages));
    }

    private static PropertyChange ofFolder(int folderId, String name, long limit) {
        PropertyKey key = key(folderId, name);
        return limit > MOST
                ? new PropertyChange.Remove(key)
                : new PropertyChange.Set(key, PropertyValue.of(Long.toString(limit)));
    }

    /** The change that gives an account the limit of its directory again, or that of its node. */
    public static PropertyChange standard(String name) {
        return new PropertyChange.Remove(key(PropertyKey.ACCOUNT, name));
    }

    static PropertyKey key(int owner, String name) {
        return new PropertyKey(PropertyKind.QUOTA, owner, name);
    }

    /** Empty when it is none: then the limit of the node holds. */
    static OptionalLong limit(PropertyValue value) {
        String text = value.text();
        if (text.equals(UNLIMITED_TEXT)) {
            return OptionalLong.of(NONE);
        }
        boolean number =
                !text.isEmpty() && text.length() <= DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
