package waypost.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How metrics are written. */
enum MetricsForm {
    /** A line each: the name and the value; of what is counted also how often it happens. */
    TEXT {
        @Override
        List<String> lines(List<Reading> readings) {
            return readings.stream()
                    .map(reading -> switch (reading) {
                        case Reading.Level(var name, var value) -> name + " " + value;
                        case Reading.Events(var name, var count, var rate) ->
                            name + " " + count + ", " + rounded(rate) + " a second";
                    })
                    .toList();
        }
    },
    /** An object of objects, by name. */
    JSON {
        @Override
        List<String> lines(List<Reading> readings) {
            List<String> lines = new ArrayList<>(List.of("{"));
            for (Reading reading : readings) {
                String comma = reading == readings.getLast() ? "" : ",";
                lines.add("  " + quoted(reading.name()) + ": " + value(reading) + comma);
            }
            lines.add("}");
            return lines;
        }

        private String value(Reading reading) {
            return switch (reading) {
                case Reading.Level(var _, var value) -> "{\"value\": " + value + "}";
                case Reading.Events(var _, var count, var rate) ->
                    "{\"count\": " + count + ", \"rate\": " + rounded(rate) + "}";
            };
        }
    },
    /** The text format of Prometheus, version 0.0.4: what has several values is one family, told apart by labels. */
    PROMETHEUS {
        @Override
        List<String> lines(List<Reading> readings) {
            Map<String, List<Reading>> families = readings.stream()
                    .collect(Collectors.groupingBy(reading -> family(reading), TreeMap::new, Collectors.toList()));
            List<String> lines = new ArrayList<>();
            families.forEach((family, members) -> {
                lines.add("# TYPE " + family + " " + type(members.getFirst()));
                members.forEach(member -> lines.add(family + labels(member) + " " + sample(member)));
            });
            return lines;
        }

        private static String family(Reading reading) {
            String family = "waypost_"
                    + MetricName.of(reading.name()).family().replace('.', '_').replace('-', '_');
            return switch (reading) {
                case Reading.Level _ -> family;
                case Reading.Events _ -> family + "_total";
            };
        }

        private static String type(Reading reading) {
            return switch (reading) {
                case Reading.Level _ -> "gauge";
                case Reading.Events _ -> "counter";
            };
        }

        private static String labels(Reading reading) {
            Map<String, String> labels = MetricName.of(reading.name()).labels();
            return labels.isEmpty()
                    ? ""
                    : labels.entrySet().stream()
                            .map(label -> label.getKey() + "=" + quoted(label.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
        }

        private static String sample(Reading reading) {
            return switch (reading) {
                case Reading.Level(var _, var value) -> value.toString();
                case Reading.Events(var _, var count, var _) -> Long.toString(count);
            };
        }
    };

    abstract List<String> lines(List<Reading> readings);

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MetricsForm of(String word) throws Complaint {
        return Arrays.stream(values())
                .filter(form -> form.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Complaint.wrong("Metrics are not written as " + word + "."));
    }

    private static String rounded(double rate) {
        return String.format(Locale.ROOT, "%.2f", rate);
    }

    /** As JSON and Prometheus have it both. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
