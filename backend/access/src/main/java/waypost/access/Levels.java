package waypost.access;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waypost.protocol.imap.Mailboxes.Entry;

/** The levels above mailboxes that are no mailboxes themselves, or none that the user may know of: LIST tells them as \Noselect. */
final class Levels {
    private Levels() {}

    /**
     * These mailboxes with the levels above them.
     *
     * @param subscribed full names
     */
    static List<Entry> with(Collection<Entry> mailboxes, Set<String> subscribed) {
        Set<String> there = new HashSet<>();
        mailboxes.forEach(entry -> there.add(entry.name()));
        Map<String, Entry> all = new LinkedHashMap<>();
        for (Entry entry : mailboxes) {
            for (int end = entry.name().indexOf('/');
                    end > 0;
                    end = entry.name().indexOf('/', end + 1)) {
                String level = entry.name().substring(0, end);
                if (!there.contains(level)) {
                    all.putIfAbsent(level, new Entry(level, false, true, subscribed.contains(level), Optional.empty()));
                }
            }
            all.put(entry.name(), entry);
        }
        return withChildren(all.values());
    }

    /** Whether something is below a name is what the user may know of. */
    private static List<Entry> withChildren(Collection<Entry> entries) {
        Set<String> parents = new HashSet<>();
        for (Entry entry : entries) {
            int end = entry.name().lastIndexOf('/');
            for (; end > 0; end = entry.name().lastIndexOf('/', end - 1)) {
                parents.add(entry.name().substring(0, end));
            }
        }
        return entries.stream()
                .map(entry -> new Entry(
                        entry.name(),
                        entry.selectable(),
                        parents.contains(entry.name()),
                        entry.subscribed(),
                        entry.use()))
                .toList();
    }
}
