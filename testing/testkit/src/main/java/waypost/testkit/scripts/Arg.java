package waypost.testkit.scripts;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** One argument of a response, or of what a script expects of one (RFC 3501 §9). Octets are ISO-8859-1 characters. */
sealed interface Arg {
    record Nil() implements Arg {}

    record Atom(String text) implements Arg {}

    record Quoted(String text) implements Arg {}

    record Literal(String text) implements Arg {}

    record Items(List<Arg> items) implements Arg {}

    /** Expected only: a string of any kind that matches. */
    record Expression(Pattern pattern) implements Arg {}

    /** Whether this is the atom, in whatever case. */
    default boolean is(String atom) {
        return this instanceof Atom(String text) && text.equalsIgnoreCase(atom);
    }

    /** The first words of an untagged response in lower case, without its number: {@code fetch}, {@code list}. */
    static String name(List<Arg> args) {
        return args.stream()
                .limit(2)
                .filter(arg -> arg instanceof Atom(String text) && Character.isLetter(text.charAt(0)))
                .map(arg -> ((Atom) arg).text().toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }
}
