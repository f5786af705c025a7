// Writes a bbolt file from JSON lines on standard input, each ["bucket", ..., "key", "value"].
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"

	bolt "go.etcd.io/bbolt"
)

func main() {
	db, err := bolt.Open(os.Args[1], 0o600, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	err = db.Update(func(tx *bolt.Tx) error {
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			var words []string
			if err := json.Unmarshal(lines.Bytes(), &words); err != nil {
				return err
			}
			last := len(words) - 2
			bucket, err := tx.CreateBucketIfNotExists([]byte(words[0]))
			for _, name := range words[1:last] {
				if err == nil {
					bucket, err = bucket.CreateBucketIfNotExists([]byte(name))
				}
			}
			if err == nil {
				err = bucket.Put([]byte(words[last]), []byte(words[last+1]))
			}
			if err != nil {
				return err
			}
		}
		return lines.Err()
	})
	if err != nil {
		log.Fatal(err)
	}
}
