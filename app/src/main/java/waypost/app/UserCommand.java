package waypost.app;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.config.NodeSection.Role;
import waypost.config.UserMapSection;
import waypost.identity.Secret;
import waypost.mapping.AccountClasses;
import waypost.mapping.DirectoryAdministration;
import waypost.mapping.Forward;
import waypost.mapping.NewUser;
import waypost.mapping.UserListing;
import waypost.protocol.admin.AdminRequest;

/** {@code waypost user}: users of a directory, the embedded one, OpenLDAP or Active Directory. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AppPasswordCommand.class, TotpCommand.class},
        description = "Adds, lists, changes and deletes users in the directory, and what else lets them in.")
final class UserCommand {
    private static final String USER = "user";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a user and asks for the password.")
    int add(
            @Mixin DirectoryOption directory,
            @Mixin NewPassword password,
            @Option(
                            names = "--node",
                            paramLabel = "NAME",
                            description =
                                    "Node or volume where the mailbox shall be; this node where it keeps mailboxes.")
                    Optional<String> node,
            @Option(
                            names = "--alias",
                            paramLabel = "ADDRESS",
                            description =
                                    "Further address; may be repeated. @DOMAIN: all that is left over in the domain.")
                    List<String> aliases,
            @Option(
                            names = "--class",
                            paramLabel = "NAME",
                            description = "Class of accounts, of those in the configuration.")
                    Optional<String> accountClass,
            @Parameters(paramLabel = "ADDRESS", description = "The user's address.") String address)
            throws Complaint {
        Configuration configuration = directory.configuration();
        String home = home(configuration, node);
        known(configuration, accountClass);
        Secret secret = password.read(address);
        NewUser user = new NewUser(
                address,
                secret,
                home,
                aliases == null ? List.of() : aliases,
                Set.of(),
                OptionalLong.empty(),
                accountClass);
        directory.change(address, USER, there -> there.addUser(user));
        say(address + " added; the mailbox will be on " + home);
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        if (configuration.userMaps().stream().noneMatch(map -> names(map, domain))
                && !directory.ask(DirectoryAdministration::domains).contains(domain)) {
            say("Mail for " + domain + " is not taken yet: waypost domain add " + domain);
        }
        return Main.DONE;
    }

    /** Whether the domain is the map's without any entry for it in a directory. */
    private static boolean names(UserMapSection map, String domain) {
        return map.domains().contains(domain)
                || map.domains().isEmpty() && map.domainQuery().isEmpty();
    }

    private static String home(Configuration configuration, Optional<String> asked) throws Complaint {
        Set<String> known =
                new TreeSet<>(new MappingSetup(configuration).settings().targets());
        if (asked.isEmpty()) {
            if (configuration.node().is(Role.STORE)) {
                return configuration.node().name().value();
            }
            throw Complaint.wrong("Where shall the mailbox be? Say --node NAME, one of: " + String.join(", ", known));
        }
        if (!known.contains(asked.get())) {
            throw Complaint.wrong(
                    "The configuration has no node or volume " + asked.get() + ". It has: " + String.join(", ", known));
        }
        return asked.get();
    }

    private static void known(Configuration configuration, Optional<String> accountClass) throws Complaint {
        Set<String> known = new TreeSet<>(Set.of(AccountClasses.DEFAULT));
        configuration.classes().forEach(section -> known.add(section.name()));
        if (accountClass.isPresent() && known.stream().noneMatch(accountClass.get()::equalsIgnoreCase)) {
            throw Complaint.wrong(
                    "The configuration has no class " + accountClass.get() + ". It has: " + String.join(", ", known));
        }
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = {
                "Says of what class of accounts a user is.",
                "What the entry says itself of services and quota stays, and goes before it."
            })
    int set(
            @Mixin DirectoryOption directory,
            @Option(
                            names = "--class",
                            required = true,
                            paramLabel = "NAME",
                            description = "Class of accounts, of those in the configuration; default for none.")
                    String accountClass,
            @Parameters(paramLabel = "ADDRESS", description = "The user's address.") String address)
            throws Complaint {
        Optional<String> named = Optional.of(accountClass);
        known(directory.configuration(), named);
        Optional<String> written = named.filter(name -> !name.equalsIgnoreCase(AccountClasses.DEFAULT));
        directory.change(address, USER, there -> there.changeClass(address, written));
        say(address + " is of class " + accountClass);
        return Main.DONE;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists users: address, node or volume, state, further addresses.")
    int list(
            @Mixin DirectoryOption directory,
            @Parameters(paramLabel = "DOMAIN", arity = "0..1", description = "Only users of this domain.")
                    Optional<String> domain)
            throws Complaint {
        for (UserListing user : directory.ask(DirectoryAdministration::users)) {
            if (domain.isEmpty() || user.address().endsWith("@" + domain.get().toLowerCase(Locale.ROOT))) {
                say(line(user));
            }
        }
        return Main.DONE;
    }

    private static String line(UserListing user) {
        List<String> others = user.aliases().stream()
                .filter(alias -> !alias.equals(user.address()))
                .toList();
        String state = user.state().isEmpty() ? "active" : user.state();
        return user.address() + "\t" + user.host() + "\t" + state + "\t" + String.join(" ", others);
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = {"Deletes a user from the directory.", "The mailbox stays on its node."})
    int delete(
            @Mixin DirectoryOption directory,
            @Option(names = "--yes", description = "Do not ask.") boolean sure,
            @Parameters(paramLabel = "ADDRESS", description = "The user's address.") String address)
            throws Complaint {
        if (!sure && !Confirmation.of(address)) {
            say("Nothing was deleted.");
            return Main.FAILED;
        }
        directory.change(address, USER, there -> there.deleteUser(address));
        say(address + " deleted");
        return Main.DONE;
    }

    @Command(
            name = "disable",
            mixinStandardHelpOptions = true,
            description = {
                "Disables a user: neither log-in nor mail, and sessions end.",
                "The mailbox stays on its node."
            })
    int disable(
            @Mixin DirectoryOption directory,
            @Parameters(paramLabel = "ADDRESS", description = "The user's address.") String address)
            throws Complaint {
        directory.change(address, USER, there -> there.changeState(address, "disabled"));
        say(address + " disabled");
        return Main.DONE;
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Ends what disable began.")
    int enable(
            @Mixin DirectoryOption directory,
            @Parameters(paramLabel = "ADDRESS", description = "The user's address.") String address)
            throws Complaint {
        directory.change(address, USER, there -> there.changeState(address, "active"));
        say(address + " enabled");
        return Main.DONE;
    }

    @Command(
            name = "forward",
            mixinStandardHelpOptions = true,
            description = {"Has mail for a user go to other addresses.", "Without any, it stays in the mailbox again."})
    int forward(
            @Mixin DirectoryOption directory,
            @Option(names = "--keep-copy", description = "The mailbox keeps what is forwarded.") boolean keep,
            @Parameters(index = "0", paramLabel = "ADDRESS", description = "The user's address.") String address,
            @Parameters(index = "1..*", paramLabel = "TO", description = "An address of the cluster.") List<String> to)
            throws Complaint {
        List<String> all = to == null ? List.of() : to;
        Forward.Copy copy = keep ? Forward.Copy.KEPT : Forward.Copy.NOT_KEPT;
        directory.change(address, USER, there -> there.forward(address, all, copy));
        say(
                all.isEmpty()
                        ? "Mail for " + address + " stays"
                        : "Mail for " + address + " goes to " + String.join(", ", all) + (keep ? ", and stays" : ""));
        return Main.DONE;
    }

    @Command(name = "passwd", mixinStandardHelpOptions = true, description = "Gives a user a new password.")
    int passwd(
            @Mixin DirectoryOption directory,
            @Mixin NewPassword password,
            @Parameters(paramLabel = "ADDRESS", description = "The user's address.") String address)
            throws Complaint {
        Secret secret = password.read(address);
        directory.change(address, USER, there -> there.changePassword(address, secret));
        say(address + " has a new password");
        return Main.DONE;
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = {
                "Ends all sessions of a user, by whatever he has logged in, on every front end that hears of it.",
                "Who knows the password may log in again."
            })
    int revoke(
            @Mixin DirectoryOption directory,
            @Parameters(paramLabel = "ADDRESS", description = "The user's address.") String address)
            throws Complaint {
        directory.change(address, USER, there -> there.revoke(address));
        say(address + ": all sessions are to end");
        return Main.DONE;
    }

    @Command(
            name = "disconnect",
            mixinStandardHelpOptions = true,
            description = {
                "Ends the sessions that a user has at this front end now: at the node that runs with this configuration.",
                "He may log in again. It needs nothing of the directory but to be told whose the address is."
            })
    int disconnect(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "ADDRESS", description = "The user's address.") String address)
            throws Complaint {
        AdminClient node = AdminClient.of(config.read("node"));
        if (!node.answers()) {
            throw Complaint.failed("No node runs with this configuration: there are no sessions.");
        }
        return node.run(new AdminRequest(SessionEnd.NAME, Map.of(SessionEnd.ADDRESS, address)), ConsoleReport.of(spec));
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
