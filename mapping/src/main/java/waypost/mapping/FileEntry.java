package waypost.mapping;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waypost.identity.DirectoryId;

/**
 * One line of a user map in a file: {@code who password host key=value …}, separated by blanks.
 *
 * @param who an address, or a regular expression between slashes
 * @param password as in {@code userPassword}; {@code -}: no log-in; {@code *}: the node checks it
 * @param services those that it names
 * @param host node or volume; after a regular expression {@code $1} and {@code ${name}} are its groups
 */
record FileEntry(
        String who,
        String password,
        String host,
        List<String> aliases,
        Set<Service> services,
        AccountState state,
        OptionalLong quota,
        Optional<String> accountClass,
        Optional<DirectoryId> id) {

    private static final String KEYS = "alias=…, service=…, state=…, quota=…, class=…, id=…";

    /**
     * @throws IllegalArgumentException if the line is malformed; does not tell words that are none of a line's, as a password with blanks is
     *     made of such
     */
    static FileEntry parse(String line) {
        String[] words = line.strip().split("\\s+");
        if (words.length < 3) {
            throw new IllegalArgumentException("an entry has an address, a password and a host");
        }
        List<String> aliases = new ArrayList<>();
        Set<Service> services = EnumSet.noneOf(Service.class);
        AccountState state = AccountState.ACTIVE;
        OptionalLong quota = OptionalLong.empty();
        Optional<String> accountClass = Optional.empty();
        Optional<DirectoryId> id = Optional.empty();
        for (int i = 3; i < words.length; i++) {
            String word = words[i];
            int equals = word.indexOf('=');
            String value = word.substring(equals + 1);
            switch (equals < 0 ? "" : word.substring(0, equals)) {
                case "alias" -> aliases.add(value);
                case "service" -> services.add(Service.parse(value).orElseThrow(() -> unknown("service", value)));
                case "state" -> state = AccountState.parse(value).orElseThrow(() -> unknown("state", value));
                case "quota" -> quota = OptionalLong.of(Long.parseLong(value));
                case "class" -> accountClass = Optional.of(value);
                case "id" -> id = Optional.of(new DirectoryId(value));
                default -> throw new IllegalArgumentException("word " + (i + 1) + " is none of " + KEYS);
            }
        }
        return new FileEntry(words[0], words[1], words[2], aliases, services, state, quota, accountClass, id);
    }

    AccountClasses.Own own() {
        return new AccountClasses.Own(accountClass, services, quota);
    }

    private static IllegalArgumentException unknown(String key, String value) {
        return new IllegalArgumentException("no such " + key + ": " + value);
    }

    boolean expression() {
        return who.length() > 2 && who.startsWith("/") && who.endsWith("/");
    }

    @Override
    public String toString() {
        return who + " *** " + host;
    }
}
