package waypost.app;

import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The objects of this process that are alive.
 *
 * @param octets by class
 */
record LiveHeap(Map<String, Long> octets) {
    /** As in {@code 12:  3456  789012  java.lang.String (java.base@25)}: rank, instances, octets, name. */
    private static final Pattern CLASS = Pattern.compile(" *\\d+: +\\d+ +(?<octets>\\d+) +(?<name>\\S+).*");

    /**
     * Two collections, as what the first has found to be unreachable holds more until its cleaners have run. The serial collector leaves gaps with filler
     * objects in them, which are nobody's.
     */
    static LiveHeap now() throws JMException {
        System.gc();
        Map<String, Long> octets = new TreeMap<>();
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        for (String line : histogram.lines().toList()) {
            Matcher counted = CLASS.matcher(line);
            if (counted.matches() && !counted.group("name").contains("jdk.internal.vm.Filler")) {
                octets.merge(counted.group("name"), Long.parseLong(counted.group("octets")), Long::sum);
            }
        }
        return new LiveHeap(octets);
    }

    LiveHeap minus(LiveHeap other) {
        Map<String, Long> growth = new TreeMap<>(octets);
        other.octets.forEach((name, before) -> growth.merge(name, -before, Long::sum));
        return new LiveHeap(growth);
    }

    long total() {
        return octets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Of each of so many things, what weighs most first. */
    String each(int things) {
        return octets.entrySet().stream()
                .filter(entry -> Math.abs(entry.getValue()) >= 4L * things)
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .map(entry -> "%7.1f %s".formatted((double) entry.getValue() / things, entry.getKey()))
                .collect(Collectors.joining("\n"));
    }
}
