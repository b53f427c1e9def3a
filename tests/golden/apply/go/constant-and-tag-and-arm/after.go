package tree

import "fmt"

type Kind int

const (
	File Kind = iota
	Directory
	Link
	Socket
)

type Node struct {
	Name     string  `json:"name"`
	Kind     Kind    `json:"kind"`
	Size     int64   `json:"size"`
	Children []*Node `json:"children,omitempty"`
}

func (k Kind) String() string {
	switch k {
	case File:
		return "file"
	case Directory:
		return "directory"
	case Link:
		return "link"
	case Socket:
		return "socket"
	}
	return fmt.Sprintf("kind %d", int(k))
}

func (n *Node) String() string {
	return fmt.Sprintf("%s %s", n.Kind, n.Name)
}

func (n *Node) Walk(visit func(*Node) error) error {
	if err := visit(n); err != nil {
		return err
	}
	for _, child := range n.Children {
		if err := child.Walk(visit); err != nil {
			return err
		}
	}
	return nil
}

func (n *Node) Total() int64 {
	total := n.Size
	for _, child := range n.Children {
		total += child.Total()
	}
	return total
}

func New(name string, children ...*Node) *Node {
	return &Node{Name: name, Kind: Directory, Children: append([]*Node{}, children...)}
}
