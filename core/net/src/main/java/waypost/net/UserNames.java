package waypost.net;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import waypost.config.UserNameForm;

/** Whose a user's certificate is. */
public final class UserNames {
    /** GeneralName choices of RFC 5280 §4.2.1.6. */
    private static final int OTHER_NAME = 0;

    private static final int RFC822_NAME = 1;

    /** Microsoft's type of an otherName: the user principal name, a UTF8String. */
    private static final String UPN = "1.3.6.1.4.1.311.20.2.3";

    /** More are not one person's. */
    private static final int MOST = 16;

    private UserNames() {}

    /** The names of the first of these forms that a certificate has names of; it may have none, or several. */
    public static List<String> of(X509Certificate certificate, List<UserNameForm> forms) {
        return forms.stream()
                .map(form -> names(certificate, form))
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElseGet(List::of);
    }

    private static List<String> names(X509Certificate certificate, UserNameForm form) {
        Stream<String> names = switch (form) {
            case EMAIL ->
                alternatives(certificate)
                        .filter(name -> name.getFirst().equals(RFC822_NAME))
                        .map(name -> name.get(1))
                        .map(Object::toString);
            case UPN -> alternatives(certificate).flatMap(UserNames::upn);
            case COMMON_NAME -> TlsNames.commonNames(certificate).stream();
        };
        return names.filter(name -> !name.isBlank()).distinct().limit(MOST).toList();
    }

    private static Stream<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? Stream.empty() : names.stream();
        } catch (CertificateParsingException odd) {
            return Stream.empty();
        }
    }

    /** Of an otherName the JDK tells the octets, the type and, if that is text, the value. */
    private static Stream<String> upn(List<?> name) {
        boolean is = name.getFirst().equals(OTHER_NAME)
                && name.size() > 3
                && name.get(2).equals(UPN);
        return is && name.get(3) instanceof String text ? Stream.of(text) : Stream.empty();
    }
}
