package waypost.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the comments of the program say of standards: sections by RFC, and which rules are declined. */
final class Standards {
    private static final Pattern COMMENT =
            Pattern.compile("/\\*\\*?.*?\\*/|//[^\\n]*(?:\\n\\s*//[^\\n]*)*", Pattern.DOTALL);
    private static final Pattern MARKS = Pattern.compile("/\\*\\*?|\\s*\\*/|//|(?m)^\\s*\\*");
    private static final Pattern CITATION =
            Pattern.compile("RFC (\\d+)((?:,?(?: and)? (?:§[\\w.]*\\w|appendix \\w))*)");
    private static final Pattern SECTION = Pattern.compile("§[\\w.]*\\w|appendix \\w");
    private static final Pattern SENTENCE = Pattern.compile("(?<=[.]) (?=[A-Z])");

    /** By RFC and section: the classes that cite it. */
    private final Map<Integer, Map<String, Set<String>>> sections = new TreeMap<>();

    private final List<String> declined = new ArrayList<>();

    /** Sections in the order in which a reader of the RFC meets them. */
    private static final Comparator<String> READING = Comparator.comparing(
                    (String section) -> section.startsWith("appendix"))
            .thenComparing(Standards::padded)
            .thenComparing(Comparator.naturalOrder());

    void read(Path file) throws IOException {
        String name = file.getFileName().toString().replace(".java", "");
        for (MatchResult comment :
                COMMENT.matcher(Files.readString(file)).results().toList()) {
            read(name, plain(comment.group()));
        }
    }

    void read(String className, String comment) {
        for (MatchResult citation : CITATION.matcher(comment).results().toList()) {
            Map<String, Set<String>> rfc =
                    sections.computeIfAbsent(Integer.valueOf(citation.group(1)), _ -> new TreeMap<>(READING));
            List<String> cited = SECTION.matcher(citation.group(2))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            for (String section : cited.isEmpty() ? List.of("") : cited) {
                rfc.computeIfAbsent(section, _ -> new TreeSet<>()).add(className);
            }
        }
        if (comment.contains("RFC")) {
            SENTENCE.splitAsStream(comment)
                    .filter(sentence -> sentence.toLowerCase(Locale.ROOT).contains("declined"))
                    .forEach(sentence -> declined.add("- " + sentence.strip() + " (`" + className + "`)"));
        }
    }

    Set<Integer> cited() {
        return Collections.unmodifiableSet(sections.keySet());
    }

    /** Markdown. */
    String page(Map<Integer, String> titles) {
        StringBuilder page = new StringBuilder("## Rules that are declined\n\n");
        declined.stream().sorted().forEach(line -> page.append(line).append('\n'));
        page.append("\n## Rules that are cited\n");
        sections.forEach((rfc, cited) -> {
            page.append("\n### RFC ")
                    .append(rfc)
                    .append(": ")
                    .append(titles.get(rfc))
                    .append("\n\n");
            cited.forEach((section, classes) -> page.append("- ")
                    .append(section.isEmpty() ? "as a whole" : section)
                    .append(": ")
                    .append(classes.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")))
                    .append('\n'));
        });
        return page.toString();
    }

    private static String plain(String comment) {
        return MARKS.matcher(comment)
                .replaceAll(" ")
                .replaceAll("\\{@\\w+ ([^}]*)}", "$1")
                .replaceAll("</?\\w+>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replaceAll("\\s+", " ");
    }

    private static String padded(String section) {
        return Pattern.compile("\\d+")
                .matcher(section)
                .replaceAll(number -> "0".repeat(Math.max(0, 4 - number.group().length())) + number.group());
    }
}
