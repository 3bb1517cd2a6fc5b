@org.jspecify.annotations.NullMarked
package waypost.cluster;
