package waypost.app;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import waypost.config.ByteSize;
import waypost.protocol.admin.AdminRequest;

/** {@code waypost account}: the accounts on a node's volumes, whether it runs or not. */
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {UndeleteCommand.class, DeleteCommand.class, EraseCommand.class},
        description = "Lists, shows and changes the accounts on a node's volumes, whether it runs or not.")
final class AccountCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Says what each account holds, and where it is; of a running node, how many sessions it has.")
    int list(@Mixin ConfigOption config) throws Complaint {
        AccountList all = new AccountList();
        return new Administration(AccountOption.configuration(config))
                .run(all, new AdminRequest(all.name(), Map.of()), ConsoleReport.of(spec));
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Says all that an operator may want to know of an account.")
    int show(@Mixin AccountOption account) throws Complaint {
        return account.run(new AccountShow(), Map.of(), spec);
    }

    /** Limits of an account's own. */
    static final class Limits {
        @Option(
                names = "--storage",
                paramLabel = "SIZE",
                description = "Size of all its messages, as in 5GiB; unlimited; standard for that of the node.")
        private Optional<String> storage = Optional.empty();

        @Option(names = "--messages", paramLabel = "N", description = "How many messages; unlimited; standard.")
        private Optional<String> messages = Optional.empty();

        @Option(
                names = "--folder-messages",
                paramLabel = "N",
                description = "How many messages in one folder; unlimited; standard.")
        private Optional<String> folderMessages = Optional.empty();

        Map<String, String> parameters() throws Complaint {
            Map<String, String> parameters = new TreeMap<>();
            if (storage.isPresent()) {
                parameters.put("STORAGE", octets(storage.get()));
            }
            messages.ifPresent(count -> parameters.put("MESSAGES", count));
            folderMessages.ifPresent(count -> parameters.put("FOLDER-MESSAGES", count));
            return parameters;
        }

        private static String octets(String size) throws Complaint {
            if (size.equals(AccountQuota.UNLIMITED) || size.equals(AccountQuota.STANDARD)) {
                return size;
            }
            try {
                return Long.toString(ByteSize.parse(size).bytes());
            } catch (IllegalArgumentException bad) {
                throw Complaint.wrong("--storage: " + bad.getMessage() + ".");
            }
        }
    }

    @Command(
            name = "quota",
            mixinStandardHelpOptions = true,
            description = {
                "Gives an account limits of its own in place of those that its directory, its class or quota in the configuration gives it.",
                "Without options it says which limits hold. What is above a limit already stays."
            })
    int quota(@Mixin AccountOption account, @Mixin Limits limits) throws Complaint {
        return account.run(new AccountQuota(), limits.parameters(), spec);
    }

    /** What is to become of a search folder. */
    static final class Searched {
        @Option(names = "--name", paramLabel = "NAME", description = "The folder, without \"Search Folders/\".")
        private Optional<String> name = Optional.empty();

        @Option(
                names = "--criteria",
                paramLabel = "TEXT",
                description = "What it is to look for, as behind ESEARCH: UNSEEN, or IN (subtree Work) FLAGGED.")
        private Optional<String> criteria = Optional.empty();

        @Option(names = "--delete", description = "Removes it. What it shows stays.")
        private boolean delete;

        Map<String, String> parameters() throws Complaint {
            if (name.isPresent() != (criteria.isPresent() || delete) || (criteria.isPresent() && delete)) {
                throw Complaint.wrong(
                        "A search folder is made by --name and --criteria, removed by --name and --delete.");
            }
            Map<String, String> parameters = new TreeMap<>();
            name.ifPresent(given -> parameters.put(AccountSearch.NAME, given));
            criteria.ifPresent(given -> parameters.put(AccountSearch.CRITERIA, given));
            if (delete) {
                parameters.put(AccountSearch.DELETE, "YES");
            }
            return parameters;
        }
    }

    @Command(
            name = "search",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a search folder of an account, or changes or removes it; without options it says which there are.",
                "It shows the messages that the criteria hold for, wherever they are, and is kept up to date."
            })
    int search(@Mixin AccountOption account, @Mixin Searched searched) throws Complaint {
        return account.run(new AccountSearch(), searched.parameters(), spec);
    }

    @Command(
            name = "move",
            mixinStandardHelpOptions = true,
            description = {
                "Takes an account to another volume of the node, with all that it has; UIDs and ids stay.",
                "It is served on meanwhile; at the end its sessions are told goodbye, and mail that comes just then is deferred.",
                "The volume that it was on keeps a copy for undelete-for. Given again after a failure, it goes on."
            })
    int move(
            @Mixin AccountOption account,
            @Option(names = "--to", required = true, paramLabel = "VOLUME", description = "Where it is to be.")
                    String volume)
            throws Complaint {
        return account.run(new AccountMoving(), Map.of(AccountMoving.TO, volume), spec);
    }

    /** Which copy counts. */
    static final class Choice {
        @Option(names = "--volume", paramLabel = "NAME", description = "The copy of this volume of the node.")
        private Optional<String> volume = Optional.empty();

        @Option(names = "--node", paramLabel = "NAME", description = "That of this other node, which serves it.")
        private Optional<String> node = Optional.empty();
    }

    @Command(
            name = "adopt",
            mixinStandardHelpOptions = true,
            description = {
                "Says which copy counts of an account that nobody serves since a volume was restored (the log has an alarm).",
                "Without options it says what each volume has, with the number of its last change (modseq): the highest is the newest.",
                "A copy that was not restored goes forward first, so that no number is given out twice."
            })
    int adopt(@Mixin AccountOption account, @Mixin Choice choice) throws Complaint {
        if (choice.volume.isPresent() && choice.node.isPresent()) {
            throw Complaint.wrong("One copy counts: --volume or --node.");
        }
        Map<String, String> parameters = new TreeMap<>();
        choice.volume.ifPresent(name -> parameters.put(AccountAdopt.VOLUME, name));
        choice.node.ifPresent(name -> parameters.put(AccountAdopt.NODE, name));
        return account.run(new AccountAdopt(), parameters, spec);
    }
}
