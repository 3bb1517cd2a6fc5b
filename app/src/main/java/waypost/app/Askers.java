package waypost.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import waypost.config.Configuration;
import waypost.config.ListenerSection;
import waypost.config.NodeSection.Role;
import waypost.config.ServicesSection;
import waypost.mapping.Service;

/** Who asks each choice of user maps: the services that listen here, and the volumes. */
record Askers(Map<List<String>, List<String>> byMaps) {
    static Askers of(Configuration configuration) {
        ServicesSection services = configuration.services();
        Map<List<String>, List<String>> by = new LinkedHashMap<>();
        asks(by, Service.IMAP, services.imap().listeners(), services.imap().userMaps());
        asks(by, Service.POP3, services.pop3().listeners(), services.pop3().userMaps());
        asks(by, Service.SMTP, services.smtp().listeners(), services.smtp().userMaps());
        asks(
                by,
                Service.SUBMISSION,
                services.submission().listeners(),
                services.submission().userMaps());
        if (configuration.node().is(Role.STORE)) {
            by.computeIfAbsent(List.of(), _ -> new ArrayList<>()).add("store");
        }
        return new Askers(by);
    }

    private static void asks(
            Map<List<String>, List<String>> by, Service service, List<ListenerSection> listeners, List<String> maps) {
        if (!listeners.isEmpty()) {
            by.computeIfAbsent(maps, _ -> new ArrayList<>()).add(service.word());
        }
    }

    /** Of one service only, if one is meant. */
    Askers only(Optional<Service> service) throws Complaint {
        if (service.isEmpty()) {
            return this;
        }
        String word = service.get().word();
        Map<List<String>, List<String>> its = byMaps.entrySet().stream()
                .filter(choice -> choice.getValue().contains(word))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (its.isEmpty()) {
            throw Complaint.wrong("This node has no listener for " + word + ".");
        }
        return new Askers(its);
    }
}
