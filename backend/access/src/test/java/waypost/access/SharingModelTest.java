package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random grants and revocations in mailboxes that come and go, by owners and by those who have been given the right to: what each user is told of others'
 * mailboxes is what a map of letters says, also after a restart and from indexes made anew.
 */
class SharingModelTest {
    private static final int STEPS = Integer.getInteger("waypost.sharing.steps", 150);
    private static final long SEED = 4314;
    private static final String LETTERS = "lrswipkxtea";
    private static final List<String> USERS = List.of("alice", "bob", "carol");
    private static final List<String> NAMES = List.of("a", "a/b", "c", "c/d/e");

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Letters by owner and mailbox, then by user or "anyone". */
    private final Map<String, Map<String, Set<Character>>> model = new TreeMap<>();

    private int granted;
    private int refused;

    @Test
    void eachIsToldWhatTheModelSays(@TempDir Path folder) throws IOException {
        try (Household house = new Household(folder, 2)) {
            for (String user : USERS) {
                house.say(user, "a NOOP");
                model.put(user + "/INBOX", new TreeMap<>());
                model.put(user + "/Archive", new TreeMap<>());
            }
            for (int step = 1; step <= STEPS; step++) {
                step(house);
                if (step % 50 == 0) {
                    house.leave();
                    house.world().rebuild();
                }
                compare(house, USERS.get(random.nextInt(USERS.size())));
            }
        }
        assertTrue(granted > STEPS / 5 && refused > STEPS / 10, granted + " granted, " + refused + " refused");
    }

    private void step(Household house) throws IOException {
        String owner = USERS.get(random.nextInt(USERS.size()));
        String user = random.nextBoolean() ? owner : USERS.get(random.nextInt(USERS.size()));
        List<String> names = new ArrayList<>(NAMES);
        names.add("INBOX");
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(10)) {
            case 0, 1 -> create(house, user, owner, name);
            case 2 -> delete(house, user, owner, name);
            case 3 -> deleteAcl(house, user, owner, name);
            default -> setAcl(house, user, owner, name);
        }
    }

    private Set<Character> rights(String user, String place) {
        Map<String, Set<Character>> grants = model.get(place);
        Set<Character> rights = new TreeSet<>();
        if (grants != null && place.startsWith(user + "/")) {
            LETTERS.chars().forEach(letter -> rights.add((char) letter));
        } else if (grants != null) {
            rights.addAll(grants.getOrDefault(user, Set.of()));
            rights.addAll(grants.getOrDefault("anyone", Set.of()));
        }
        return rights;
    }

    private static String spelled(String user, String owner, String name) {
        return user.equals(owner) ? name : "\"Other Users/" + owner + "@example.net/" + name + "\"";
    }

    private boolean ends(Household house, boolean may, String user, String command) throws IOException {
        String end = house.end(user, "a " + command);
        assertEquals(may, end.startsWith("OK"), () -> user + ": " + command + ": " + end + "\n" + model);
        granted += may ? 1 : 0;
        refused += may ? 0 : 1;
        return may;
    }

    private void create(Household house, String user, String owner, String name) throws IOException {
        String place = owner + "/" + name;
        String parent = name;
        do {
            parent = parent.contains("/") ? parent.substring(0, parent.lastIndexOf('/')) : "";
        } while (!parent.isEmpty() && !model.containsKey(owner + "/" + parent));
        boolean may = !model.containsKey(place)
                && (user.equals(owner) || rights(user, owner + "/" + parent).contains('k'));
        if (ends(house, may, user, "CREATE " + spelled(user, owner, name))) {
            for (int end = name.indexOf('/'); end > 0; end = name.indexOf('/', end + 1)) {
                inherit(owner, name.substring(0, end));
            }
            inherit(owner, name);
        }
    }

    private void inherit(String owner, String name) {
        String place = owner + "/" + name;
        String parent = place.substring(0, place.lastIndexOf('/'));
        Map<String, Set<Character>> inherited = new TreeMap<>();
        model.getOrDefault(parent, Map.of()).forEach((who, letters) -> inherited.put(who, new TreeSet<>(letters)));
        model.putIfAbsent(place, inherited);
    }

    private void delete(Household house, String user, String owner, String name) throws IOException {
        String place = owner + "/" + name;
        boolean may = rights(user, place).contains('x')
                && !name.equals("INBOX")
                && model.keySet().stream().noneMatch(other -> other.startsWith(place + "/"));
        if (ends(house, may, user, "DELETE " + spelled(user, owner, name))) {
            model.remove(place);
        }
    }

    private void deleteAcl(Household house, String user, String owner, String name) throws IOException {
        String who = who();
        boolean may = rights(user, owner + "/" + name).contains('a') && !who.equals(owner);
        if (ends(house, may, user, "DELETEACL " + spelled(user, owner, name) + " " + who)) {
            model.getOrDefault(owner + "/" + name, new TreeMap<>()).remove(who);
        }
    }

    private String who() {
        int number = random.nextInt(USERS.size() + 1);
        return number == USERS.size() ? "anyone" : USERS.get(number);
    }

    private void setAcl(Household house, String user, String owner, String name) throws IOException {
        String who = who();
        String sign = List.of("", "+", "-").get(random.nextInt(3));
        Set<Character> letters = new TreeSet<>();
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            letters.add(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        String rights = sign + letters.stream().map(String::valueOf).collect(Collectors.joining());
        boolean may = rights(user, owner + "/" + name).contains('a') && (!who.equals(owner) || sign.equals("+"));
        if (ends(house, may, user, "SETACL " + spelled(user, owner, name) + " " + who + " " + rights)
                && !who.equals(owner)) {
            Set<Character> now =
                    model.getOrDefault(owner + "/" + name, new TreeMap<>()).computeIfAbsent(who, _ -> new TreeSet<>());
            switch (sign) {
                case "+" -> now.addAll(letters);
                case "-" -> now.removeAll(letters);
                default -> {
                    now.clear();
                    now.addAll(letters);
                }
            }
        }
    }

    private void compare(Household house, String user) throws IOException {
        Set<String> told = new TreeSet<>();
        for (String line : house.say(user, "a LIST \"\" \"Other Users/*\" RETURN (MYRIGHTS)")) {
            if (line.startsWith("* LIST") && !line.contains("\\Noselect")) {
                told.add(line.substring(line.indexOf("Other Users/")).replace("\"", ""));
            }
        }
        Set<String> wanted = new TreeSet<>();
        for (String place : model.keySet()) {
            String owner = place.substring(0, place.indexOf('/'));
            String name = place.substring(owner.length() + 1);
            if (!owner.equals(user)) {
                if (rights(user, place).contains('l')) {
                    wanted.add("Other Users/" + owner + "@example.net/" + name);
                }
                String mine = house.say(user, "a MYRIGHTS " + spelled(user, owner, name))
                        .getFirst();
                assertEquals(shown(rights(user, place)), shown(mine), () -> user + " in " + place + ": " + mine);
            }
        }
        assertEquals(wanted, told);
    }

    /** Of somebody without one of these MYRIGHTS tells nothing. */
    private static Set<Character> shown(Set<Character> rights) {
        return rights.stream().anyMatch(letter -> "lrikxa".indexOf(letter) >= 0) ? rights : Set.of();
    }

    private static Set<Character> shown(String answer) {
        Set<Character> letters = new TreeSet<>();
        if (answer.startsWith("* MYRIGHTS")) {
            String text = answer.substring(answer.lastIndexOf(' ') + 1);
            LETTERS.chars().filter(letter -> text.indexOf(letter) >= 0).forEach(letter -> letters.add((char) letter));
        }
        return letters;
    }
}
