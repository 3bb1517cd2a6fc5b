package waypost.app;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.identity.Secret;
import waypost.mapping.DirectoryAdministration;
import waypost.mapping.Forward;
import waypost.mapping.NewUser;
import waypost.mapping.Service;
import waypost.mapping.UserListing;
import waypost.mapping.UserProperty;
import waypost.protocol.admin.AdminRequest;

/** {@code waypost user}: users of a directory, the embedded one, OpenLDAP or Active Directory. */
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {UserShow.class, UserRename.class, AppPasswordCommand.class, TotpCommand.class},
        description = "Adds, shows, changes and deletes users in the directory, and what else lets them in.")
final class UserCommand {
    private static final String USER = DirectoryOption.USER;

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
            @Option(
                            names = "--service",
                            paramLabel = "WORD",
                            description =
                                    "Service that he may use: smtp, submission, imap, pop3, sieve, web; may be repeated. Those of his class without it.")
                    Set<Service> services,
            @Option(
                            names = "--quota",
                            paramLabel = "SIZE",
                            description =
                                    "How much mail he may have, as 5GiB, or unlimited; what his class says without it.")
                    Optional<String> quota,
            @Parameters(paramLabel = "ADDRESS", description = "The user's address.") String address)
            throws Complaint {
        Configuration configuration = directory.configuration();
        String home = node.isPresent() ? UserValues.host(configuration, node.get()) : UserValues.host(configuration);
        if (accountClass.isPresent()) {
            UserValues.accountClass(configuration, accountClass.get());
        }
        OptionalLong octets =
                quota.isPresent() ? OptionalLong.of(UserValues.octets(quota.get())) : OptionalLong.empty();
        Secret secret = password.read(address);
        NewUser user = new NewUser(
                address,
                secret,
                home,
                aliases == null ? List.of() : aliases,
                services == null ? Set.of() : services,
                octets,
                accountClass);
        directory.change(address, USER, there -> there.addUser(user));
        say(address + " added; the mailbox will be on " + home);
        DomainAdvice.forUser(directory, address).ifPresent(this::say);
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

    @Command(
            name = "host",
            mixinStandardHelpOptions = true,
            description = {
                "Says on which node or volume the mailbox of a user is to be; without one, shows it.",
                "A mailbox that is there already stays where it is."
            })
    int host(
            @Mixin UserSetting user,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "NAME",
                            description = "Node or volume, of those in the configuration.")
                    Optional<String> name)
            throws Complaint {
        List<String> host = name.isEmpty() ? List.of() : List.of(UserValues.host(user.configuration(), name.get()));
        switch (user.run(UserProperty.HOST, host, spec)) {
            case SHOWN -> {}
            case SAID -> {
                say("A mailbox that is there already stays where it is, and is found there; a new one is made here.");
                say("To take it to another volume of its node: waypost account move");
            }
            case CLEARED -> say("Until it has a host again, its mail is put off, and nobody logs in.");
        }
        return Main.DONE;
    }

    @Command(
            name = "services",
            mixinStandardHelpOptions = true,
            description = {
                "Says which services a user may use, and no others; without any, shows them.",
                "Where the entry says nothing, he may use those of his class. Sessions by a service that he may not use any more end."
            })
    int services(
            @Mixin UserSetting user,
            @Parameters(index = "1..*", paramLabel = "WORD", description = "smtp, submission, imap, pop3, sieve, web.")
                    Set<Service> words)
            throws Complaint {
        user.run(UserProperty.SERVICES, words == null ? List.of() : UserValues.services(words), spec);
        return Main.DONE;
    }

    @Command(
            name = "quota",
            mixinStandardHelpOptions = true,
            description = {
                "Says how much mail a user may have; without a size, shows it, in octets.",
                "Where the entry says nothing, what his class says holds; before both goes what waypost account quota has said at his node."
            })
    int quota(
            @Mixin UserSetting user,
            @Parameters(index = "1", arity = "0..1", paramLabel = "SIZE", description = "As 5GiB, or unlimited.")
                    Optional<String> size)
            throws Complaint {
        List<String> octets = size.isEmpty() ? List.of() : List.of(Long.toString(UserValues.octets(size.get())));
        user.run(UserProperty.QUOTA, octets, spec);
        return Main.DONE;
    }

    @Command(
            name = "class",
            mixinStandardHelpOptions = true,
            description = {
                "Says of what class of accounts a user is; without a name, shows it.",
                "What the entry says itself of services and quota stays, and goes before it."
            })
    int accountClass(
            @Mixin UserSetting user,
            @Parameters(
                            index = "1",
                            arity = "0..1",
                            paramLabel = "NAME",
                            description = "Class of accounts, of those in the configuration.")
                    Optional<String> name)
            throws Complaint {
        List<String> named =
                name.isEmpty() ? List.of() : List.of(UserValues.accountClass(user.configuration(), name.get()));
        user.run(UserProperty.CLASS, named, spec);
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
