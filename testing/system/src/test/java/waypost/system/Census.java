package waypost.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import waypost.system.Sent.Told;

/** Which messages of a load are in which mailboxes, and how that agrees with what the senders were told. */
record Census(
        List<String> lost, List<String> duplicated, List<String> misplaced, int accepted, int unsure, int copies) {
    private static final List<String> USERS = List.of("alice", "bob", "carol");

    static Census of(Site site, List<Sent> sent) throws IOException {
        Map<String, Map<String, Integer>> found = new HashMap<>();
        for (String user : USERS) {
            try (Inbox inbox = Inbox.open(site, user)) {
                found.put(user, counted(inbox.messageIds()));
            }
        }
        return compared(sent, found);
    }

    private static Map<String, Integer> counted(List<String> ids) {
        return ids.stream().collect(Collectors.toMap(id -> id, _ -> 1, Integer::sum));
    }

    private static Census compared(List<Sent> sent, Map<String, Map<String, Integer>> found) {
        List<String> lost = new ArrayList<>();
        List<String> duplicated = new ArrayList<>();
        List<String> misplaced = new ArrayList<>();
        int accepted = 0;
        for (Sent message : sent) {
            accepted += message.told() == Told.ACCEPTED ? 1 : 0;
            for (String user : USERS) {
                int copies = found.getOrDefault(user, Map.of()).getOrDefault(message.id(), 0);
                String what = message.id() + " of " + user;
                boolean recipient = message.recipients().contains(user);
                if (copies > 1) {
                    duplicated.add(what);
                } else if (copies == 1 && !recipient) {
                    misplaced.add(what);
                } else if (copies == 0 && recipient && message.told() == Told.ACCEPTED) {
                    lost.add(what);
                }
            }
        }
        int copies = found.values().stream()
                .flatMap(ids -> ids.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        return new Census(lost, duplicated, misplaced, accepted, sent.size() - accepted, copies);
    }

    boolean clean() {
        return lost.isEmpty() && duplicated.isEmpty() && misplaced.isEmpty();
    }

    @Override
    public String toString() {
        return "answered 250: " + accepted + ", not: " + unsure + ", copies found: " + copies + ", lost " + lost.size()
                + " " + lost + ", duplicated " + duplicated.size() + " " + duplicated + ", misplaced "
                + misplaced.size() + " " + misplaced;
    }
}
