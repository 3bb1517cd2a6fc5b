package waypost.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a record component all that the parser, the reference page and the annotated example need: the key is the component's name with
 * hyphens, its type the component's. A component is optional when it has a standard value, or is an {@code Optional} or a {@code List} that
 * may be empty; any other has an example.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Key {
    /** What it is for, in one sentence. */
    String value();

    /** The value that holds where the key is missing, as it would be written; empty for none. */
    String standard() default "";

    /** A value for the annotated example; of sections, values of keys in them, as in {@code address: 0.0.0.0:993, tls: implicit}. */
    String example() default "";

    /** The least value, as it would be written; of a list, the fewest elements; empty for any. */
    String least() default "";

    /** The greatest value, as it would be written; empty for any. */
    String most() default "";
}
