package waypost.store;

import java.util.Map;
import java.util.OptionalLong;

/**
 * How much an account may hold (RFC 9208 §5). What is above a limit already stays, and what only moves or changes flags is never refused.
 *
 * @param storage octets of all messages
 * @param messages of all folders
 * @param folderMessages of any one folder
 */
public record QuotaLimits(long storage, long messages, long folderMessages) {
    public static final long NONE = Long.MAX_VALUE;
    public static final QuotaLimits UNLIMITED = new QuotaLimits(NONE, NONE, NONE);

    /** The names of the {@link PropertyKind#QUOTA} properties of an account that stand in place of these limits. Each value is a number or "unlimited". */
    public static final String STORAGE = "storage";

    public static final String MESSAGES = "messages";
    public static final String FOLDER_MESSAGES = "folder-messages";
    private static final String UNLIMITED_TEXT = "unlimited";

    /** What an account has of its own in place of these. */
    QuotaLimits with(Map<String, Long> own) {
        return new QuotaLimits(
                own.getOrDefault(STORAGE, storage),
                own.getOrDefault(MESSAGES, messages),
                own.getOrDefault(FOLDER_MESSAGES, folderMessages));
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
        return new PropertyChange.Set(key(name), PropertyValue.of(text));
    }

    /** The change that gives an account the limit of its node again. */
    public static PropertyChange standard(String name) {
        return new PropertyChange.Remove(key(name));
    }

    private static PropertyKey key(String name) {
        return new PropertyKey(PropertyKind.QUOTA, PropertyKey.ACCOUNT, name);
    }

    /** Empty when it is none: then the limit of the node holds. */
    static OptionalLong limit(PropertyValue value) {
        String text = value.text();
        if (text.equals(UNLIMITED_TEXT)) {
            return OptionalLong.of(NONE);
        }
        boolean number = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
