package waypost.protocol.imap;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which mailboxes a command is about: RFC 5465 §6, and {@code subtree-one} of RFC 7377 §2.2. */
public sealed interface MailboxFilter {
    /** The open one. */
    record Selected() implements MailboxFilter {}

    /** All of the user's own; {@code inboxes} is the same, as a filter may deliver anywhere (RFC 5465 §6.3). */
    record Personal() implements MailboxFilter {}

    record Subscribed() implements MailboxFilter {}

    /** These and all below them. */
    record Subtree(List<String> roots) implements MailboxFilter {}

    /** These and those one level below. */
    record SubtreeOne(List<String> roots) implements MailboxFilter {}

    record Named(List<String> mailboxes) implements MailboxFilter {}

    /**
     * Names that it stands for, whether there are such mailboxes or not; {@link Selected} stands for none.
     *
     * @param all that can be selected, in order
     */
    default Stream<String> among(List<String> all, List<String> subscribed) {
        return switch (this) {
            case Selected() -> Stream.of();
            case Personal() -> all.stream();
            case Subscribed() -> subscribed.stream().sorted(Comparator.comparingInt(all::indexOf));
            case Subtree _, SubtreeOne _ -> all.stream().filter(name -> holds(name, Set.of()));
            case Named(var mailboxes) -> mailboxes.stream();
        };
    }

    /** Whether that is one of them; {@link Selected} has none by its name. */
    default boolean holds(String name, Set<String> subscribed) {
        return switch (this) {
            case Selected() -> false;
            case Personal() -> true;
            case Subscribed() -> subscribed.contains(name);
            case Subtree(var roots) -> roots.stream().anyMatch(root -> within(name, root));
            case SubtreeOne(var roots) -> roots.stream().anyMatch(root -> within(name, root) && near(name, root));
            case Named(var mailboxes) -> mailboxes.contains(name);
        };
    }

    /** Whether names that begin with the prefix, which ends with a separator, may be among them. */
    default boolean reaches(String prefix, Collection<String> subscribed) {
        return switch (this) {
            case Selected(), Personal() -> false;
            case Subscribed() -> subscribed.stream().anyMatch(name -> name.startsWith(prefix));
            case Subtree(var roots) -> roots.stream().anyMatch(root -> meets(root + "/", prefix));
            case SubtreeOne(var roots) -> roots.stream().anyMatch(root -> meets(root + "/", prefix));
            case Named(var mailboxes) -> mailboxes.stream().anyMatch(name -> name.startsWith(prefix));
        };
    }

    private static boolean meets(String root, String prefix) {
        return root.startsWith(prefix) || prefix.startsWith(root);
    }

    /** Whether the name is the root or below it. */
    static boolean within(String name, String root) {
        return name.equals(root) || name.startsWith(root + "/");
    }

    private static boolean near(String name, String root) {
        return name.indexOf('/', Math.min(name.length(), root.length() + 1)) < 0;
    }
}
