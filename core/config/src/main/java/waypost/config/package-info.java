@org.jspecify.annotations.NullMarked
package waypost.config;
