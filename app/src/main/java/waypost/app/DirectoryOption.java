package waypost.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import waypost.config.Configuration;
import waypost.mapping.Change;
import waypost.mapping.DirectoryAdministration;
import waypost.mapping.Mapping;
import waypost.mapping.UserEntry;

/** The options by which a command is told which directory it changes. */
final class DirectoryOption {
    static final String USER = "user";

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--directory",
            paramLabel = "NAME",
            description = "Which directory of the configuration, where it has several.")
    private Optional<String> directory = Optional.empty();

    /** What a command does with a directory. */
    @FunctionalInterface
    interface Work<T> {
        T in(DirectoryAdministration directory) throws IOException, Complaint;
    }

    Configuration configuration() throws Complaint {
        return config.read();
    }

    <T> T ask(Work<T> work) throws Complaint {
        try (Directories directories = Directories.open(config.read())) {
            return work.in(directories.administration(directory));
        } catch (IOException unreachable) {
            throw Complaint.failed("The directory cannot be asked: " + unreachable.getMessage());
        }
    }

    /**
     * @param what the address or domain that was to be changed
     * @param kind what it is the address of
     */
    void change(String what, String kind, Work<Change> work) throws Complaint {
        switch (ask(work)) {
            case Change.Done() -> {}
            case Change.Exists() ->
                throw Complaint.failed(what + ": the directory has that address or domain already.");
            case Change.Missing() -> throw Complaint.failed(what + ": the directory has no such " + kind + ".");
            case Change.Declined(String why) -> throw Complaint.failed(what + ": " + why);
        }
    }

    /** The one user who has an address. */
    UserEntry user(String address) throws Complaint {
        List<UserEntry> users = ask(there -> there.users(address));
        return switch (users.size()) {
            case 0 -> throw Complaint.failed(address + ": the directory has no such " + USER + ".");
            case 1 -> users.getFirst();
            default ->
                throw Complaint.failed(address + ": several entries have it: "
                        + users.stream().map(UserEntry::dn).collect(Collectors.joining(" and ")));
        };
    }

    /** Whether the user maps take mail for a domain; a directory that cannot be asked does not say. */
    Mapping.DomainAnswer mail(String domain) throws Complaint {
        try (Directories directories = Directories.open(config.read())) {
            return directories.maps().domain("postmaster@" + domain);
        }
    }
}
