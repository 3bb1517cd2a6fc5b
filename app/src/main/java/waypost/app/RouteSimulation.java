package waypost.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import waypost.config.Configuration;
import waypost.mapping.AddressListing;
import waypost.mapping.Nodes;
import waypost.mapping.Prospect;
import waypost.mapping.Prospects;

/** Asks two configurations about the same addresses and tells where they differ. One thread asks for the others. */
final class RouteSimulation {
    static final int MOST = 1_000_000;

    /** As many as a directory is asked at a time where nothing is configured. */
    private static final int AT_ONCE = 8;

    private static final int BATCH = 64;
    private static final int TOLD_EVERY = 10_000;

    private final Side before;
    private final Side after;
    private final ConsoleReport report;
    private final Map<Difference.What, Integer> differences = new EnumMap<>(Difference.What.class);
    private int asked;
    private int different;
    private int untold;
    private String firstReason = "";

    RouteSimulation(Side before, Side after, ConsoleReport report) {
        this.before = before;
        this.after = after;
        this.report = report;
    }

    /** One of the configurations. */
    record Side(Prospects prospects, Nodes nodes, AddressListing listing) {
        static Side of(Directories directories, Configuration configuration) throws Complaint {
            return new Side(
                    directories.maps().prospects(),
                    ClusterNodes.of(configuration),
                    new AddressListing(directories.settings(), directories.trust()));
        }

        Difference.Seen seen(String address, Prospect.Use use) {
            return new Difference.Seen(prospects.of(address, use), nodes);
        }
    }

    /** @throws Complaint if the embedded directory is one that would be made when it is opened */
    static void needsNothingMade(Configuration configuration) throws Complaint {
        Path folder = MappingSetup.directoryFolder(configuration);
        if (configuration.embeddedDirectory().isPresent() && Files.notExists(folder)) {
            throw Complaint.wrong("The embedded directory is not there yet: " + folder);
        }
    }

    /** The exit status. */
    int run(int sample, Optional<Path> addresses) throws Complaint {
        AddressSample chosen = new AddressSample(sample);
        if (sample > 0) {
            choose(chosen);
        }
        try (ExecutorService askers =
                        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
                Stream<String> further = lines(addresses)) {
            List<String> batch = new ArrayList<>(BATCH);
            for (String address : (Iterable<String>) Stream.concat(chosen.addresses().stream(), further)::iterator) {
                batch.add(address);
                if (batch.size() == BATCH) {
                    compare(batch, askers);
                }
            }
            compare(batch, askers);
        } catch (IOException unreadable) {
            throw Complaint.wrong(addresses.orElseThrow() + " cannot be read: " + Reason.of(unreadable));
        }
        return end(chosen.complete() ? "" : ", a sample of those that the user maps have");
    }

    private void choose(AddressSample chosen) throws Complaint {
        try {
            for (Side side : List.of(before, after)) {
                int[] read = {0};
                side.listing().read(address -> {
                    chosen.show(address);
                    if (++read[0] % TOLD_EVERY == 0) {
                        report.progress(read[0] + " addresses read");
                    }
                });
            }
        } catch (IOException unsaid) {
            throw Complaint.wrong("Nothing can be said: " + unsaid.getMessage());
        }
    }

    private static Stream<String> lines(Optional<Path> file) throws IOException {
        return file.isEmpty()
                ? Stream.empty()
                : Files.lines(file.get()).map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    /** What was said of one address: differences of mail, and those of log-ins beside them. */
    private record Compared(String address, List<Difference> mail, List<Difference> login, Optional<String> untold) {}

    private void compare(List<String> batch, ExecutorService askers) throws Complaint {
        List<Callable<Compared>> questions = new ArrayList<>();
        batch.forEach(address -> questions.add(() -> compared(address)));
        batch.clear();
        try {
            for (Future<Compared> answer : askers.invokeAll(questions)) {
                tell(answer.get());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Complaint.failed("Broken off.");
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        }
    }

    private Compared compared(String address) {
        Map<Prospect.Use, List<Difference>> found = new EnumMap<>(Prospect.Use.class);
        for (Prospect.Use use : Prospect.Use.values()) {
            Difference.Seen present = before.seen(address, use);
            Difference.Seen future = after.seen(address, use);
            for (Difference.Seen seen : List.of(present, future)) {
                if (seen.prospect() instanceof Prospect.Unsaid(String reason)) {
                    return new Compared(address, List.of(), List.of(), Optional.of(reason));
                }
            }
            found.put(use, Difference.between(present, future));
        }
        List<Difference> mail = found.getOrDefault(Prospect.Use.MAIL, List.of()).stream()
                .filter(difference -> difference.what() != Difference.What.PASSWORD)
                .toList();
        List<Difference> login = found.getOrDefault(Prospect.Use.LOGIN, List.of()).stream()
                .filter(difference -> !mail.contains(difference))
                .toList();
        return new Compared(address, mail, login, Optional.empty());
    }

    private void tell(Compared compared) {
        asked++;
        if (asked % TOLD_EVERY == 0) {
            report.progress(asked + " addresses asked about");
        }
        if (compared.untold().isPresent()) {
            firstReason = untold == 0 ? compared.untold().get() : firstReason;
            untold++;
            return;
        }
        compared.mail().forEach(difference -> report.line(compared.address() + ": " + difference));
        compared.login().forEach(difference -> report.line(compared.address() + ", logging in: " + difference));
        Stream.concat(compared.mail().stream(), compared.login().stream())
                .map(Difference::what)
                .distinct()
                .forEach(what -> differences.merge(what, 1, Integer::sum));
        different += compared.mail().isEmpty() && compared.login().isEmpty() ? 0 : 1;
    }

    private int end(String of) {
        report.line(asked + " addresses asked about" + of + "; different: " + different);
        differences.forEach((what, count) -> report.line("  " + what.words() + ": " + count));
        if (untold > 0) {
            report.line("Of " + untold + " addresses nothing can be said, as a directory could not be asked: "
                    + firstReason);
            return Main.WRONG;
        }
        return different == 0 ? Main.DONE : Main.FAILED;
    }
}
